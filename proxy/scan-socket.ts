import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, rootCertificates } from 'node:tls'
import { millis } from '../shared/base/brands.ts'
import { loadCodecs } from '../shared/fingerprint/codecs.ts'
import { scanOutcome } from '../shared/fingerprint/outcome.ts'
import { CLOSE, type ScanOutcome, type ScanPhase } from '../shared/fingerprint/result.ts'
import { scanDone, scanPhase, scanPolicy, type Scan } from '../shared/fingerprint/scan.ts'
import { FLOOD, type ScanSettings } from '../shared/fingerprint/settings.ts'
import { isoTime } from '../shared/fingerprint/write.ts'
import type { Header } from '../shared/recording/format.ts'
import { Driver } from '../shared/session/driver.ts'
import type { Entry } from '../shared/session/entry.ts'
import '../shared/telnet/with-zlib.ts'
import { VERSION } from './root.ts'

/** Where to scan, and how far a certificate is trusted. */
export interface ScanTarget {
  readonly host: string
  readonly port: number
  /** Undefined: no TLS. The authority is trusted beside those that everybody trusts. */
  readonly tls: { readonly ca?: string; readonly verify: boolean } | undefined
}

export interface ScanRun {
  readonly outcome: ScanOutcome
  readonly header: Header
  readonly entries: readonly Entry[]
}

/** A server that has not answered at one address after so many milliseconds is tried at its next one. */
const NEXT_ADDRESS = 3000

/** Milliseconds between two writes. */
const APART = 2

/** There was no connection: a sentence for the person who asked. */
export class ScanConnectError extends Error {}

/** Connects and scans to the end. Aborting the signal stops it: what is known by then is the outcome. */
export async function scanServer(
  target: ScanTarget,
  settings: ScanSettings,
  { signal, onPhase }: { signal?: AbortSignal; onPhase?: (phase: ScanPhase, at: number) => void } = {},
): Promise<ScanRun> {
  await loadCodecs()
  const socket = await connected(target, settings.connectMs, signal)
  const ip = socket.remoteAddress ?? ''
  const startedAt = Date.now()
  const entries: Entry[] = []
  const scan = await runScan(socket, settings, signal, (driver, entry) => {
    entries.push(entry)
    onPhase?.(scanPhase(driver.own, entry.at), entry.at)
  })
  const { host, port } = target
  const connectedAt = isoTime(performance.timeOrigin + performance.now())
  return {
    outcome: scanOutcome(scan, { host, ip, port, connected: connectedAt }),
    entries,
    header: {
      willdo: 1,
      engine: VERSION,
      host,
      port,
      tls: target.tls !== undefined,
      started: new Date(startedAt).toISOString(),
    },
  }
}

/** Drives the policy over a connected socket until the scan is over; leaves the socket destroyed. */
function runScan(
  socket: Socket,
  settings: ScanSettings,
  signal: AbortSignal | undefined,
  observe: (driver: Driver<Scan>, entry: Entry) => void,
): Promise<Scan> {
  const started = performance.now()
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    let pause: NodeJS.Timeout | undefined
    const driver: Driver<Scan> = new Driver(
      {
        now: () => millis(performance.now() - started),
        send: apart(socket),
        wakeAt: (at) => {
          clearTimeout(timer)
          if (at !== undefined)
            timer = setTimeout(wake, Math.max(0, Math.ceil(at - (performance.now() - started))))
        },
      },
      scanPolicy(settings),
      (entry) => observe(driver, entry),
    )
    const settle = (): void => {
      if (!scanDone(driver.own)) return
      clearTimeout(timer)
      clearTimeout(pause)
      signal?.removeEventListener('abort', stop)
      socket.destroy()
      resolve(driver.own)
    }
    const wake = (): void => {
      driver.wake()
      settle()
    }
    const end = (how: string): void => {
      if (driver.state.closed === undefined && !scanDone(driver.own)) driver.close(how)
      settle()
    }
    const stop = (): void => end(CLOSE.stopped)
    signal?.addEventListener('abort', stop)
    socket.on('data', (bytes) => {
      if (!scanDone(driver.own)) driver.receive(bytes)
      settle()
      if (socket.bytesRead < FLOOD.bytes || socket.destroyed) return
      socket.pause()
      pause = setTimeout(() => socket.resume(), FLOOD.waitMs)
    })
    socket.on('end', () => end(CLOSE.ended))
    socket.on('error', () => end(CLOSE.reset))
    socket.on('close', () => end(CLOSE.ended))
    // The burst goes out before a byte of the server's is looked at.
    wake()
    if (signal?.aborted === true) stop()
  })
}

function connected(target: ScanTarget, within: number, signal: AbortSignal | undefined): Promise<Socket> {
  const { host, port, tls } = target
  // Node goes on to the next address after 250 ms, which is too soon for a server far away.
  const options = { host, port, autoSelectFamilyAttemptTimeout: Math.min(NEXT_ADDRESS, within) }
  return new Promise((resolve, reject) => {
    const socket = tls
      ? connectTls({
          ...options,
          ...(isIP(host) === 0 && { servername: host }),
          ...(tls.ca !== undefined && { ca: [...rootCertificates, tls.ca] }),
          rejectUnauthorized: tls.verify,
        })
      : connect(options)
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.off('error', onError)
      finish()
    }
    const fail = (message: string): void =>
      settle(() => {
        socket.on('error', () => undefined)
        socket.destroy()
        reject(new ScanConnectError(message))
      })
    const onError = (error: NodeJS.ErrnoException): void => fail(connectSentence(target, error))
    const onAbort = (): void => fail('The scan was stopped before there was a connection.')
    const timer = setTimeout(
      () =>
        fail(
          `${place(target)} did not answer within ${within / 1000} s. Check the address, or try again later.`,
        ),
      within,
    )
    signal?.addEventListener('abort', onAbort)
    socket.once('error', onError)
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      socket.setNoDelay(true)
      settle(() => resolve(socket))
    })
  })
}

/**
 * Writes each of several pieces by itself, as the reference's come: a server that takes a key at a time may read each write as
 * one. Written at once they would travel together.
 */
function apart(socket: Socket): (bytes: Uint8Array) => void {
  const queue: Uint8Array[] = []
  let waits = false
  const next = (): void => {
    const bytes = queue.shift()
    waits = bytes !== undefined && socket.writable
    if (!bytes || !waits) return
    socket.write(bytes)
    setTimeout(next, APART)
  }
  return (bytes) => {
    queue.push(bytes)
    if (!waits) next()
  }
}

const place = ({ host, port }: ScanTarget): string => `${host} port ${port}`

function connectSentence(target: ScanTarget, error: NodeJS.ErrnoException): string {
  const where = place(target)
  // With several addresses Node tells of each failure; the first says enough.
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error
  switch (first.code) {
    case 'ENOTFOUND':
      return `The name ${target.host} is not known to the name servers. Check its spelling.`
    case 'EAI_AGAIN':
      return `The name servers did not answer for ${target.host}. Check your own connection, or try again later.`
    case 'ECONNREFUSED':
      return `Nothing listens at ${where}. The server may be down, or its port is another one.`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `There is no way to ${where} from here. Check your own connection.`
    case 'ETIMEDOUT':
      return `${where} did not answer in time. Check the address, or try again later.`
    case 'ECONNRESET':
      return `${where} broke the connection off at once. Try again later${target.tls ? ', or without --tls' : ''}.`
  }
  return target.tls ? tlsSentence(where, first) : `No connection to ${where}: ${first.message}.`
}

/** OpenSSL's own words are of no use to a person; those of Node about a certificate are. */
function tlsSentence(where: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'EPROTO' || error.code?.startsWith('ERR_SSL') === true)
    return `${where} does not speak TLS, or none that is still safe (${error.code}). Try without --tls.`
  return `The certificate of ${where} cannot be verified: ${error.message.replace(/\.$/, '')}. Trust its authority with --tls-ca, or accept it with --tls-no-verify.`
}
