import { latin1 } from '../base/bytes.ts'
import { messageLines, speaks21 } from '../inband/mcp-syntax.ts'
import { supported } from '../inband/mxp-tags.ts'
import type { InbandMessage, McpMessage } from '../inband/message.ts'
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
  if (message.kind === 'version') {
    const { clientName, clientVersion } = identity
    return [line(`${SECURE_LINE}<VERSION MXP=1.0 CLIENT=${clientName} VERSION=${clientVersion}>`)]
  }
  if (message.kind === 'support')
    return [line(`${SECURE_LINE}<SUPPORTS ${supported(message.asked).join(' ')}>`)]
  return message.protocol === 'MCP' ? mcp(state, message, identity.mcpKey) : []
}

const line = (text: string): Uint8Array => encodeLine(latin1(text))
/** Values that the server sent are given back in UTF-8. */
const mcpLine = (text: string): Uint8Array => encodeLine(encodeName(text))

function mcp(state: SessionState, message: McpMessage, ours: string | undefined): readonly Uint8Array[] {
  if (message.kind === 'greeting') {
    if (ours === undefined || !speaks21(message.from, message.to)) return []
    const hello = messageLines('mcp', '', { 'authentication-key': ours, version: '2.1', to: '2.1' }, '')
    const can = PACKAGES.flatMap(([name, min, max]) =>
      messageLines('mcp-negotiate-can', ours, { package: name, 'min-version': min, 'max-version': max }, ''),
    )
    return [...hello, ...can, ...messageLines('mcp-negotiate-end', ours, {}, '')].map(mcpLine)
  }
  const { key } = state.inband.mcp
  if (message.kind !== 'message' || key === undefined) return []
  const { values } = message
  if (message.name === 'dns-com-awns-ping')
    return messageLines('dns-com-awns-ping-reply', key, { id: values['id'] ?? '' }, '').map(mcpLine)
  // No kind of cord is known, so each is closed at once.
  if (message.name === 'mcp-cord-open')
    return messageLines('mcp-cord-closed', key, { _id: values['_id'] ?? '' }, '').map(mcpLine)
  return []
}
