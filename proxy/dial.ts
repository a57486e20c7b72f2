import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { ConnectionOptions, PeerCertificate } from 'node:tls'
import type { Certificate, TlsFacts } from '../shared/wire/messages.ts'
import type { Target } from './guard.ts'
import { Refusal } from './refusal.ts'

/** What a page asks for. */
export type Request = {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** The digest of a certificate that a person has accepted although it could not be verified. */
  readonly pin: string | undefined
}

/** A connected game. */
export type Dialled = { readonly socket: Socket; readonly target: Target; readonly tls?: TlsFacts }

export type DialOptions = {
  /** Aborted when the client leaves or the time is up; its reason, if a Refusal, is what the caller gets. */
  readonly signal: AbortSignal
  /** Further authorities for certificates. */
  readonly ca?: ConnectionOptions['ca']
}

/** Connects to the first of the checked addresses that answers. Dials addresses only: no name is looked up here. */
export async function dial(
  request: Request,
  targets: readonly Target[],
  options: DialOptions,
): Promise<Dialled> {
  let last: unknown
  for (const target of targets) {
    try {
      const socket = open(request, target, options)
      // Between the steps, and until the session has it, a failed socket is noticed by being destroyed.
      socket.on('error', noticedLater)
      await connected(socket, 'connect', options.signal)
      socket.setNoDelay(true)
      socket.setKeepAlive(true, 60_000)
      if (!(socket instanceof TLSSocket)) return { socket, target }
      return { socket, target, tls: await secured(socket, request, options.signal) }
    } catch (error) {
      if (options.signal.aborted) throw abortReason(options.signal)
      if (error instanceof Refusal) throw error
      last = error
    }
  }
  throw dialRefusal(request, last)
}

function open(request: Request, target: Target, options: DialOptions): Socket {
  const place = { host: target.address, port: target.port }
  if (!request.tls) return connectTcp(place)
  return connectTls({
    ...place,
    // The name the certificate must be for; an address is compared as an address.
    ...(isIP(request.host) === 0 ? { servername: request.host } : {}),
    // Judged in `secured`, so that the certificate can be shown when it is not good.
    rejectUnauthorized: false,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  })
}

/** Waits until a socket is usable; leaves no socket behind when that fails. */
function connected<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      socket.off(event, onConnect)
      socket.off('error', onError)
      socket.off('close', onClose)
      signal.removeEventListener('abort', onAbort)
      finish()
    }
    const fail = (error: Error): void =>
      settle(() => {
        socket.destroy()
        reject(error)
      })
    const onConnect = (): void => settle(() => resolve(socket))
    const onError = (error: Error): void => fail(error)
    const onClose = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    const onAbort = (): void => fail(new Error('aborted'))
    socket.once(event, onConnect)
    socket.once('error', onError)
    socket.once('close', onClose)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    else if (socket.destroyed) onClose()
  })
}

/** An 'error' that nobody listens to would end the process. */
const noticedLater = (): void => undefined

async function secured(socket: TLSSocket, request: Request, signal: AbortSignal): Promise<TlsFacts> {
  try {
    await connected(socket, 'secureConnect', signal)
  } catch (error) {
    if (signal.aborted) throw abortReason(signal)
    throw new Refusal(
      'tls-failed',
      `No secure connection to ${request.host} port ${request.port} could be made (${shortReason(error)}). The game may not speak TLS at that port: try without, or another port.`,
    )
  }
  const certificate = certificateOf(socket.getPeerCertificate())
  if (!socket.authorized && certificate.sha256 !== request.pin) {
    const why = shortReason(socket.authorizationError)
    socket.destroy()
    throw new Refusal(
      'tls-failed',
      `The certificate of ${request.host} could not be verified (${why}). Try without TLS, or tell whoever runs the game.`,
      certificate,
    )
  }
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    certificate,
    authorized: socket.authorized,
  }
}

function certificateOf(peer: PeerCertificate): Certificate {
  return {
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    validFrom: peer.valid_from,
    validTo: peer.valid_to,
    sha256: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
  }
}

const nameOf = (name: PeerCertificate['subject'] | undefined): string => {
  const text = [name?.CN, name?.O].flat().filter(Boolean)
  return text.join(', ')
}

function shortReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code
  return code ?? (error instanceof Error ? error.message : String(error))
}

/** What an aborted dial ends with. */
export const abortReason = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('the dial was given up')

function dialRefusal(request: Request, error: unknown): Error {
  const where = `${request.host} port ${request.port}`
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'ECONNREFUSED':
      return new Refusal(
        'refused',
        `Nothing listens at ${where}. The game may be down, or its port is another one.`,
      )
    case 'ETIMEDOUT':
      return new Refusal('timed-out', `${where} did not answer the proxy in time. Try again later.`)
    case 'ECONNRESET':
    case 'EPIPE':
      return new Refusal('reset', `${where} broke the connection off at once. Try again later.`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EACCES':
    case 'EPERM':
    case 'EINVAL':
      return new Refusal('unreachable', `The proxy has no way to ${where}. Try again later.`)
    default:
      return error instanceof Error ? error : new Error(`dialling ${where} failed`)
  }
}
