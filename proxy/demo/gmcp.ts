/** A GMCP message as it came: `Package.Name` and the JSON behind it, if any. */
export interface GmcpMessage {
  readonly name: string
  readonly json: string
}

/** Splits `Package.Name json`; undefined if there is no name. */
export function parseGmcp(payload: Uint8Array): GmcpMessage | undefined {
  const match = /^\s*([\w.-]+)\s*([^]*)$/.exec(new TextDecoder().decode(payload))
  return match ? { name: match[1] ?? '', json: match[2] ?? '' } : undefined
}

export function encodeGmcp(name: string, value?: unknown): Uint8Array {
  return new TextEncoder().encode(value === undefined ? name : `${name} ${JSON.stringify(value)}`)
}

/** JSON of a client; undefined if it is none. What it should have said is not ours to guess. */
function readJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const SUPPORTS_MAX = 64

/** Which modules a client wants (Core.Supports, https://mudstandards.org/gmcp/core). */
export class Supports {
  #modules: Set<string> | undefined

  /** `action` is the last word of `Core.Supports.Set` and its kin; true if it was understood. */
  change(action: string, json: string): boolean {
    const list = readJson(json)
    if (!Array.isArray(list)) return false
    const names = list
      .filter((item): item is string => typeof item === 'string')
      .slice(0, SUPPORTS_MAX)
      .map((item) => item.trim().split(' ')[0]?.toLowerCase() ?? '')
    const kept = action === 'set' ? [] : [...(this.#modules ?? [])]
    const next = action === 'remove' ? kept.filter((name) => !names.includes(name)) : [...kept, ...names]
    this.#modules = new Set(next.slice(0, SUPPORTS_MAX))
    return true
  }

  clear(): void {
    this.#modules = undefined
  }

  /** A client that never said what it wants gets everything; `Comm` wants `Comm.Channel.Text`, as `Comm.Channel` does. */
  wants(message: string): boolean {
    const modules = this.#modules
    if (!modules) return true
    const parts = message.toLowerCase().split('.')
    return parts[0] === 'core' || parts.some((_, i) => modules.has(parts.slice(0, i + 1).join('.')))
  }

  get list(): readonly string[] {
    return [...(this.#modules ?? [])]
  }
}

/** GMCP of one connection. */
export class Gmcp {
  /** False while the visitor does not take in what was sent before, or GMCP is off. */
  readonly #send: (payload: Uint8Array) => boolean
  /** The client has just said which modules it wants. */
  readonly #onSupports: () => void
  /** Anything else it said, the name in lower case. */
  readonly #onMessage: (name: string, value: unknown) => void
  readonly #supports = new Supports()
  readonly #last = new Map<string, string>()
  /** What Core.Hello said. */
  client: string | undefined

  constructor(
    send: (payload: Uint8Array) => boolean,
    onSupports: () => void,
    onMessage: (name: string, value: unknown) => void,
  ) {
    this.#send = send
    this.#onSupports = onSupports
    this.#onMessage = onMessage
  }

  get modules(): readonly string[] {
    return this.#supports.list
  }

  clear(): void {
    this.#supports.clear()
    this.#last.clear()
    this.client = undefined
  }

  receive(payload: Uint8Array): void {
    const message = parseGmcp(payload)
    if (!message) return
    const name = message.name.toLowerCase()
    const [, action] = /^core\.supports\.(set|add|remove)$/.exec(name) ?? []
    if (name === 'core.ping') this.#send(encodeGmcp('Core.Ping'))
    else if (name === 'core.hello') this.client = helloText(readJson(message.json))
    else if (!action) this.#onMessage(name, readJson(message.json))
    else if (this.#supports.change(action, message.json)) {
      this.#last.clear()
      this.#onSupports()
    }
  }

  /** Says it, if the client wants it and there is room. */
  tell(name: string, value?: unknown): void {
    if (this.#supports.wants(name)) this.answer(name, value)
  }

  /** Says it in answer, whatever the client wants besides; false if there is no room. */
  answer(name: string, value?: unknown): boolean {
    return this.#send(encodeGmcp(name, value))
  }

  /** As `tell`, but only what differs from what was said last; what finds no room now differs still. */
  tellChange(name: string, value: unknown): void {
    const json = JSON.stringify(value)
    if (this.#last.get(name) === json || !this.#supports.wants(name)) return
    if (this.#send(encodeGmcp(name, value))) this.#last.set(name, json)
  }
}

/** Client and version of Core.Hello, safe to show. */
function helloText(hello: unknown): string | undefined {
  if (typeof hello !== 'object' || hello === null) return undefined
  const { client, version } = hello as { client?: unknown; version?: unknown }
  const words = [client, version].filter((word) => typeof word === 'string')
  const text = words.join(' ').replace(/\p{C}/gu, '').slice(0, 60)
  return text === '' ? undefined : text
}
