import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions, PeerCertificate, TLSSocket } from 'node:tls'
import { domainToASCII } from 'node:url'
import type { Certificate, TlsFacts } from '../shared/wire/messages.ts'
import { Game } from './game.ts'
import type { ReadMemory } from './game.ts'
import type { Target } from './guard.ts'
import { keepLastWords } from './last-words.ts'
import { interleave, race } from './race.ts'
import type { After, Attempt } from './race.ts'
import { Refusal } from './refusal.ts'

const KEEP_ALIVE = 60_000
const LONGEST_NAME = 300
const UNREACHABLE = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
  'EINVAL',
  'EAFNOSUPPORT',
])

/** What a page asks for. */
export type Request = {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** The digest of a certificate that a person has accepted although it could not be verified. */
  readonly pin: string | undefined
}

/** A connected game. */
export type Dialled = { readonly game: Game; readonly target: Target; readonly tls?: TlsFacts }

export type DialOptions = {
  readonly memory: ReadMemory
  /** Aborted when the client leaves or the time is up; its reason, if a Refusal, is what the caller gets. */
  readonly signal: AbortSignal
  /** Further authorities for certificates. */
  readonly ca?: ConnectionOptions['ca']
}

/** Connects to whichever of the checked addresses answers first. Dials addresses only: no name is looked up here. */
export async function dial(
  request: Request,
  targets: readonly Target[],
  options: DialOptions,
): Promise<Dialled> {
  const { game: reached, target } = await reach(request, targets, options)
  reached.socket.setNoDelay(true)
  reached.socket.setKeepAlive(true, KEEP_ALIVE)
  if (!request.tls) {
    keepLastWords(reached.socket)
    return { game: reached, target }
  }
  const { socket, tls } = await secured(reached.socket, request, options)
  keepLastWords(socket)
  return { game: Game.over(socket), target, tls }
}

/** A connected socket; Happy Eyeballs (RFC 8305) where there is more than one address. */
async function reach(
  request: Request,
  targets: readonly Target[],
  { signal, memory }: DialOptions,
): Promise<{ game: Game; target: Target }> {
  const start = (target: Target): Attempt<{ game: Game; target: Target }> => {
    const game = request.tls
      ? Game.over(connect({ host: target.address, port: target.port }))
      : Game.connect(target, memory)
    const { socket } = game
    // Between the steps, and until the session has it, a failed socket is noticed by being destroyed.
    socket.on('error', noticedLater)
    const done = connected(socket, 'connect', signal).then(() => ({ game, target }))
    return { done, cancel: () => socket.destroy() }
  }
  try {
    const [only, ...others] = targets
    return await (only && others.length === 0 ? start(only) : race(interleave(targets), start, later)).done
  } catch (error) {
    if (signal.aborted) throw abortReason(signal)
    throw dialRefusal(request, mostTelling(error))
  }
}

const later: After = (millis, run) => {
  const timer = setTimeout(run, millis)
  return () => clearTimeout(timer)
}

/** Of several failures the one that says most: a server that refuses is there, one without a way may be anything. */
function mostTelling(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error
  const errors = error.errors as readonly NodeJS.ErrnoException[]
  return errors.find(({ code = '' }) => !UNREACHABLE.has(code)) ?? errors[0]
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

/** Speaks TLS over a connected socket, and judges the certificate. */
async function secured(
  tcp: Socket,
  request: Request,
  { signal, ca }: DialOptions,
): Promise<{ socket: TLSSocket; tls: TlsFacts }> {
  const where = `${request.host} port ${request.port}`
  const name = certifiedName(request.host)
  const socket = connectTls({
    socket: tcp,
    // The name the certificate must be for; an address is compared as an address, and never sent (RFC 6066 section 3).
    ...(isIP(name) === 0 ? { servername: name } : { host: name }),
    // Judged below, so that the certificate can be shown when it is not good.
    rejectUnauthorized: false,
    ...(ca === undefined ? {} : { ca }),
  })
  socket.on('error', noticedLater)
  try {
    await connected(socket, 'secureConnect', signal)
  } catch (error) {
    tcp.destroy()
    if (signal.aborted) throw abortReason(signal)
    throw new Refusal(
      'tls-failed',
      `No secure connection to ${where} could be made (${shortReason(error)}). The game may not speak TLS at that port: try without, or another port.`,
    )
  }
  const peer = socket.getPeerCertificate()
  const certificate = certificateOf(peer)
  if (!socket.authorized && certificate.sha256 !== request.pin) {
    const why = whyNotAuthorized(String(socket.authorizationError), peer)
    socket.destroy()
    throw new Refusal(
      'tls-failed',
      `The certificate of ${request.host} cannot be verified: ${why}. Compare its fingerprint with the game's, try without TLS, or tell whoever runs the game.`,
      certificate,
    )
  }
  return {
    socket,
    tls: {
      version: socket.getProtocol() ?? 'unknown',
      cipher: socket.getCipher().standardName,
      certificate,
      authorized: socket.authorized,
    },
  }
}

/** A host as certificates and TLS have it: in ASCII, without the root's dot. */
const certifiedName = (host: string): string => (domainToASCII(host) || host).replace(/\.$/, '')

/** OpenSSL's verdict in words. */
function whyNotAuthorized(
  code: string,
  { valid_from, valid_to, subjectaltname, subject }: PeerCertificate,
): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `it ended on ${printable(valid_to)}`
    case 'CERT_NOT_YET_VALID':
      return `it begins on ${printable(valid_from)}`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'it is signed by itself only'
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'nobody that the proxy knows has signed it'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `it is for ${printable(subjectaltname?.replaceAll('DNS:', '') ?? subject.CN)}`
    default:
      return printable(code)
  }
}

function certificateOf(peer: PeerCertificate): Certificate {
  return {
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    validFrom: printable(peer.valid_from),
    validTo: printable(peer.valid_to),
    sha256: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
  }
}

const nameOf = (name: PeerCertificate['subject'] | undefined): string =>
  printable([name?.CN, name?.O].flat().filter(Boolean).join(', '))

/** Text of a stranger's certificate: no control characters, and not without end. */
const printable = (text: unknown): string =>
  (typeof text === 'string' || Array.isArray(text) ? String(text) : '')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .slice(0, LONGEST_NAME)

function shortReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code
  return code ?? (error instanceof Error ? error.message : String(error))
}

/** What an aborted dial ends with. */
export const abortReason = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('the dial was given up')

function dialRefusal(request: Request, error: unknown): Error {
  const where = `${request.host} port ${request.port}`
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  if (UNREACHABLE.has(code))
    return new Refusal('unreachable', `The proxy has no way to ${where}. Try again later.`)
  switch (code) {
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
    default:
      return error instanceof Error ? error : new Error(`dialling ${where} failed`)
  }
}
