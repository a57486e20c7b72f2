import { concat, latin1 } from '../base/bytes.ts'
import { messageLines, speaks21 } from '../inband/mcp-syntax.ts'
import { supported } from '../inband/mxp-tags.ts'
import type { InbandMessage } from '../inband/message.ts'
import { encodeName } from '../options/text.ts'
import { encodeLine } from './line-end.ts'
import type { SessionState } from './state.ts'

/** What we say of ourselves within the text. */
export interface InbandIdentity {
  readonly clientName: string
  readonly clientVersion: string
  /** A word that nobody can guess, which MCP's messages carry; without it MCP is not answered. */
  readonly mcpKey?: string | undefined
}

/** MCP's packages that we know, with the lowest and the highest version of each. */
const PACKAGES: readonly (readonly [name: string, min: string, max: string])[] = [
  ['mcp-negotiate', '1.0', '2.0'],
  ['mcp-cord', '1.0', '1.0'],
  ['dns-org-mud-moo-simpleedit', '1.0', '1.0'],
  ['dns-com-awns-status', '1.0', '1.0'],
  ['dns-com-awns-displayurl', '1.0', '1.0'],
  ['dns-com-awns-serverinfo', '1.0', '1.0'],
  ['dns-com-awns-ping', '1.0', '1.0'],
]

const SECURE_LINE = '\x1b[1z'

/** What is answered to something that the server said within its text. */
export function inbandAnswers(
  state: SessionState,
  message: InbandMessage,
  identity: InbandIdentity,
): readonly Uint8Array[] {
  // What the server said is given back in UTF-8.
  return answerLines(state, message, identity).map((line) => encodeLine(encodeName(line), state))
}

function answerLines(
  state: SessionState,
  message: InbandMessage,
  { clientName, clientVersion, mcpKey }: InbandIdentity,
): readonly string[] {
  switch (message.kind) {
    case 'version':
      return [`${SECURE_LINE}<VERSION MXP=1.0 CLIENT=${clientName} VERSION=${clientVersion}>`]
    case 'support':
      return [`${SECURE_LINE}<SUPPORTS ${supported(message.asked).join(' ')}>`]
    case 'greeting':
      return mcpKey !== undefined && speaks21(message.from, message.to) ? hello(mcpKey) : []
    case 'message':
      return answerMcp(state.inband.mcp.key, message.name, message.values)
    default:
      return []
  }
}

const hello = (key: string): readonly string[] => [
  ...messageLines('mcp', '', { 'authentication-key': key, version: '2.1', to: '2.1' }, ''),
  ...PACKAGES.flatMap(([name, min, max]) =>
    messageLines('mcp-negotiate-can', key, { package: name, 'min-version': min, 'max-version': max }, ''),
  ),
  ...messageLines('mcp-negotiate-end', key, {}, ''),
]

function answerMcp(
  key: string | undefined,
  name: string,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  if (key === undefined) return []
  if (name === 'dns-com-awns-ping')
    return messageLines('dns-com-awns-ping-reply', key, { id: values['id'] ?? '' }, '')
  // No kind of cord is known, so each is closed at once.
  if (name === 'mcp-cord-open') return messageLines('mcp-cord-closed', key, { _id: values['_id'] ?? '' }, '')
  return []
}

const HASH = [0x23, 0x24]

/** A line that a person typed: where MCP is spoken, `#$` at its beginning would be a message, so it is marked as text. */
export const quoteMcp = (text: Uint8Array, state: SessionState): Uint8Array =>
  state.inband.mcp.key !== undefined && HASH.every((byte, at) => text[at] === byte)
    ? concat([latin1('#$"'), text])
    : text
