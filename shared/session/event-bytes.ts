import { EOR, GA } from '../telnet/codes.ts'
import { encodeCommand, encodeSubnegotiation, encodeVerb } from '../telnet/encode.ts'
import type { SessionEvent } from './events.ts'

/** The bytes of a command, as they stand on the wire where nothing is compressed; undefined for what is none. */
export function bytesOf(event: SessionEvent): Uint8Array | undefined {
  switch (event.kind) {
    case 'negotiate':
      return encodeVerb(event.verb, event.option)
    case 'subnegotiation':
      return encodeSubnegotiation(event.option, event.payload)
    case 'command':
      return encodeCommand(event.command)
    case 'prompt':
      return encodeCommand(event.by === 'GA' ? GA : EOR)
    default:
      return undefined
  }
}
