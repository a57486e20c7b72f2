import { wholeNumber } from './allow.ts'
import type { Request } from './dial.ts'
import { Refusal } from './refusal.ts'

/** Reads what `/connect` was asked for; throws a Refusal that says what is wrong. */
export function readRequest(query: URLSearchParams): Request {
  const host = (query.get('host') ?? '').trim().replace(/^\[(.*)\]$/, '$1')
  if (host === '')
    throw new Refusal('bad-request', 'The host is missing. Ask for /connect?host=HOST&port=PORT.')
  if (host.length > 253 || !/^[\p{L}\p{N}._:%-]+$/u.test(host)) {
    throw new Refusal('bad-request', 'The host is neither a name nor an address. Check the spelling.')
  }
  const portText = query.get('port') ?? ''
  const port = wholeNumber(portText.trim(), 65535)
  if (!port) {
    throw new Refusal(
      'bad-request',
      portText === ''
        ? 'The port is missing. Most games name it beside their host.'
        : 'The port is not a number from 1 to 65535.',
    )
  }
  const tls = query.get('tls') ?? '0'
  if (tls !== '0' && tls !== '1') throw new Refusal('bad-request', 'tls is neither 0 nor 1.')
  const pin = query.get('pin')?.toLowerCase()
  if (pin !== undefined && !/^[0-9a-f]{64}$/.test(pin)) {
    throw new Refusal('bad-request', 'pin is not the SHA-256 of a certificate in 64 hexadecimal digits.')
  }
  return { host, port, tls: tls === '1', pin }
}
