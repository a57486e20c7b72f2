import { assertNever } from '../base/brands.ts'
import { shorten, visible } from '../options/text.ts'
import type { InbandMessage, McpMessage, Sound } from './message.ts'

const NUMBERED: Readonly<Record<number, string>> = {
  10: "a room's name",
  11: "a room's description",
  12: "a room's exits",
  19: 'a welcome',
}

/** A sentence's end that follows "The server" or "We". */
export function describeInband(message: InbandMessage): string {
  switch (message.kind) {
    case 'version':
      return 'asked which MXP we speak'
    case 'support':
      return message.asked.length === 0
        ? 'asked which MXP tags we understand'
        : `asked whether we understand the MXP tags ${shorten(message.asked.join(', '), 200)}`
    case 'element':
      return `defined the MXP tag ${message.name}${message.definition === '' ? '' : `: ${shorten(message.definition, 200)}`}`
    case 'entity':
      return message.value === undefined
        ? `deleted the value ${message.name} (MXP)`
        : `set the value ${message.name} to "${shorten(message.value)}" (MXP)`
    case 'gauge':
      return `asked for a bar that shows ${message.gauge.caption || message.gauge.entity} (MXP)`
    case 'tag':
      return message.known
        ? `wrote the MXP tag <${shorten(message.text, 200)}>, which is listed and not shown`
        : `wrote an MXP tag that it has not defined: <${shorten(message.text, 200)}>`
    case 'line':
      return `marked the line as ${NUMBERED[message.number] ?? `of the kind ${message.number}`} (MXP)`
    case 'sound':
    case 'music':
      return sound(message)
    case 'greeting':
    case 'key':
    case 'message':
      return mcp(message)
    default:
      return assertNever(message, 'message')
  }
}

function sound({ kind, file, volume, loops }: Sound): string {
  if (file.toLowerCase() === 'off')
    return `asked for ${kind === 'music' ? 'the music' : 'all sounds'} to end (MSP)`
  const often = loops === -1 ? ', again and again' : loops === 1 ? '' : `, ${loops} times`
  return `asked for ${kind === 'music' ? 'music' : 'a sound'}: ${shorten(file)}, volume ${volume}${often} (MSP)`
}

function mcp(message: McpMessage): string {
  switch (message.kind) {
    case 'greeting':
      return `said that it speaks MCP ${shorten(visible(message.from), 10)} to ${shorten(visible(message.to), 10)}`
    case 'key':
      return 'agreed on MCP, with a key that each message has to carry'
    case 'message': {
      const values = Object.entries(message.values).map(([key, value]) => `${key} ${shorten(visible(value))}`)
      return `sent the MCP message ${shorten(visible(message.name))}${values.length === 0 ? '' : `: ${shorten(values.join(', '), 200)}`}`
    }
  }
}
