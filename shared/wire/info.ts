import type { Json } from '../base/canonical-json.ts'

/** A game on a proxy's list. */
export type DirectoryEntry = {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** True for the demo server that runs inside the proxy. */
  readonly builtIn: boolean
}

/** What `GET /info.json` says: what this proxy is and what it allows. */
export type ProxyInfo = {
  readonly version: string
  readonly subprotocols: readonly string[]
  /**
   * How games are chosen: `open` any public address, `list` those of the directory, `single` the one that is there. An
   * array, because a later version may name several.
   */
  readonly modes: readonly string[]
  /** Ports and ranges that may be dialled, such as `1024-65535`. */
  readonly ports: readonly string[]
  /** True if the operator allows further places that are not named here; the proxy then has to be asked. */
  readonly exceptions: boolean
  readonly limits: {
    readonly window: number
    readonly clientUnacknowledged: number
    readonly frame: number
    readonly sessions: number
    readonly connectSeconds: number
    /** How long a session outlives its WebSocket; 0: not at all. */
    readonly parkSeconds: number
    /** By address of the caller; 0, here and below: no limit. */
    readonly sessionsPerAddress: number
    readonly dialsPerMinute: number
    /** Different games that one address may dial. */
    readonly targetsPerHour: number
    /** How long a session may be without a byte either way. */
    readonly idleSeconds: number
    readonly lifetimeSeconds: number
  }
  readonly directory: readonly DirectoryEntry[]
}

/** The part of an `/info.json` that a page needs to say what can be played. */
export type ProxyFacts = Pick<ProxyInfo, 'modes' | 'ports' | 'exceptions' | 'directory'>

/** Reads that part; undefined if it is something else. What an older proxy does not say is taken as allowed. */
export function factsOf(info: Json): ProxyFacts | undefined {
  const directory = directoryOf(info)
  if (!directory || !isFields(info)) return undefined
  const texts = (key: string): readonly string[] =>
    Array.isArray(info[key]) ? (info[key] as readonly Json[]).filter((item) => typeof item === 'string') : []
  const [modes, ports] = [texts('modes'), texts('ports')]
  return {
    modes: modes.length > 0 ? modes : ['open'],
    ports,
    exceptions: info['exceptions'] === true || ports.length === 0,
    directory,
  }
}

/** Reads the list out of an `/info.json`, leaving out entries that make no sense; undefined if it is something else. */
export function directoryOf(info: Json): readonly DirectoryEntry[] | undefined {
  const list = isFields(info) ? info['directory'] : undefined
  if (!Array.isArray(list)) return undefined
  return (list as readonly Json[]).flatMap((item) => {
    if (!isFields(item)) return []
    const { name, host, port, tls, builtIn } = item
    if (typeof name !== 'string' || typeof host !== 'string' || typeof port !== 'number') return []
    return [{ name, host, port, tls: tls === true, builtIn: builtIn === true }]
  })
}

const isFields = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
