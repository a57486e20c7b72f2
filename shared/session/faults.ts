import { optionName } from '../telnet/codes.ts'
import type { FaultCode, Side } from './events.ts'

const SENTENCES: Readonly<Record<FaultCode, string>> = {
  'stray-iac': 'sent a lone 255 that begins no command; what follows it is shown as text',
  'stray-se': 'ended a subnegotiation that never began',
  'nameless-subnegotiation': 'sent an empty subnegotiation that names no option; it was skipped',
  'unterminated-subnegotiation': 'did not end a subnegotiation with IAC SE',
  'subnegotiation-too-large': 'sent a subnegotiation of over 1 MiB; the rest is shown as text',
  'negotiation-error': 'gave an answer that RFC 1143 forbids',
  loop: 'asks again and again for OPTION; we have stopped answering for a while',
  'malformed-subnegotiation': 'sent OPTION data that cannot be read',
  'not-agreed': 'used OPTION before it was agreed',
  'wrong-way': 'offered to do OPTION itself, which only a client can do',
  'mxp-broken': 'wrote MXP that cannot be read; it is shown as text',
  'mxp-link': 'wrote a link (MXP) that cannot be followed; it is shown as text',
  'mxp-limit': 'wrote more MXP than is kept',
  'mcp-key': 'wrote a line of MCP without our key; it means nothing and is not shown',
  'mcp-broken': 'wrote MCP that cannot be read; it is not shown',
  'compression-nested': 'began to compress what is compressed already; that was ignored',
  'inflate-corrupt': 'sent compressed data that is damaged; text is missing until it can be read again',
  'inflate-too-large': 'sent data that unpacks to over 8 MiB at once; reading has stopped',
}

/** What went wrong, as one sentence about the side that did it. */
export function faultSentence(code: FaultCode, side: Side, option: number | undefined): string {
  const what = SENTENCES[code].replace('OPTION', option === undefined ? 'an option' : optionName(option))
  return `${side === 'server' ? 'The server' : 'We'} ${what}`
}
