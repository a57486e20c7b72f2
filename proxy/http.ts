import { existsSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import type { ProxyInfo } from '../shared/wire/info.ts'

/**
 * Whatever a game sends is text; should a mistake of ours ever make it markup, the browser still runs none of it. Styles
 * are looser because xterm writes style elements. A page may connect to other proxies than this one (https, wss).
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' https: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // What the page may come to use is left out: the clipboard, full screen, keeping the screen awake.
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
}

/** What `httpHandler` asks of the proxy behind it. */
export type HttpHost = {
  readonly info: () => ProxyInfo
  /** What `/healthz` says; a proxy that stops is no longer well. */
  readonly health: () => { readonly stopping: boolean; readonly [fact: string]: string | number | boolean }
  readonly metrics: { readonly contentType: string; text(): Promise<string> }
  readonly mayReadMetrics: (request: IncomingMessage) => boolean
  /** The value of Access-Control-Allow-Origin for a page elsewhere that may use this proxy. */
  readonly corsOrigin: (origin: string | undefined) => string | undefined
}

/** Answers plain HTTP: the built page, `/info.json`, `/healthz`, `/metrics`, and a sentence for everything else. */
export function httpHandler(pageDirectory: string, host: HttpHost): RequestListener {
  const page = existsSync(join(pageDirectory, 'index.html')) ? servePage(pageDirectory) : undefined
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      say(request, response, 405, 'Only GET is answered here.')
      return
    }
    const path = (request.url ?? '/').split('?', 1)[0]
    if (path === '/info.json') sendInfo(request, response, host)
    else if (path === '/healthz') {
      const { stopping, ...facts } = host.health()
      sendJson(request, response, stopping ? 503 : 200, { status: stopping ? 'stopping' : 'ok', ...facts })
    } else if (path === '/metrics' && host.mayReadMetrics(request)) sendMetrics(request, response, host)
    else if (path === '/connect') {
      response.setHeader('Upgrade', 'websocket')
      say(request, response, 426, 'This address is for WebSockets: /connect?host=HOST&port=PORT.')
    } else if (page && path !== '/metrics')
      page(request, response, () => say(request, response, 404, 'There is nothing at this address.'))
    else if (path === '/') {
      say(request, response, 503, 'The page is not built yet. Stop this program and run: npm start')
    } else say(request, response, 404, 'There is nothing at this address.')
  }
}

function servePage(directory: string): ReturnType<typeof sirv> {
  return sirv(directory, {
    etag: true,
    // Made with the page: a third of the bytes.
    brotli: true,
    gzip: true,
    setHeaders: (response, path) => {
      // Names below assets/ change with their content; the page itself must be asked for each time.
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
}

function sendInfo(request: IncomingMessage, response: ServerResponse, host: HttpHost): void {
  const origin = host.corsOrigin(request.headers.origin)
  response.setHeader('Vary', 'Origin')
  if (origin !== undefined) {
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
  }
  sendJson(request, response, 200, host.info())
}

function sendMetrics(request: IncomingMessage, response: ServerResponse, { metrics }: HttpHost): void {
  metrics.text().then(
    (text) => send(request, response, 200, metrics.contentType, text),
    (error: unknown) => response.destroy(error as Error),
  )
}

const sendJson = (request: IncomingMessage, response: ServerResponse, status: number, value: object): void =>
  send(
    request,
    response,
    status,
    'application/json; charset=utf-8',
    `${JSON.stringify(value, undefined, 2)}\n`,
  )

const say = (request: IncomingMessage, response: ServerResponse, status: number, sentence: string): void =>
  send(request, response, status, 'text/plain; charset=utf-8', `${sentence}\n`)

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}
