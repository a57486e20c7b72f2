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
}

/** Answers plain HTTP: the built page, `/info.json`, and a sentence for everything else. */
export function httpHandler(pageDirectory: string, info: () => ProxyInfo): RequestListener {
  const page = existsSync(join(pageDirectory, 'index.html')) ? servePage(pageDirectory) : undefined
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      say(request, response, 405, 'Only GET is answered here.')
      return
    }
    const path = (request.url ?? '/').split('?', 1)[0]
    if (path === '/info.json') sendInfo(request, response, info())
    else if (path === '/connect') {
      response.setHeader('Upgrade', 'websocket')
      say(request, response, 426, 'This address is for WebSockets: /connect?host=HOST&port=PORT.')
    } else if (page)
      page(request, response, () => say(request, response, 404, 'There is nothing at this address.'))
    else if (path === '/') {
      say(request, response, 503, 'The page is not built yet. Stop this program and run: npm start')
    } else say(request, response, 404, 'There is nothing at this address.')
  }
}

function servePage(directory: string): ReturnType<typeof sirv> {
  return sirv(directory, {
    etag: true,
    setHeaders: (response, path) => {
      // Names below assets/ change with their content; the page itself must be asked for each time.
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
}

function sendInfo(request: IncomingMessage, response: ServerResponse, info: ProxyInfo): void {
  const text = `${JSON.stringify(info, undefined, 2)}\n`
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

function say(request: IncomingMessage, response: ServerResponse, status: number, sentence: string): void {
  const text = `${sentence}\n`
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}
