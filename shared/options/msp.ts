import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted } from './fields.ts'
import { defineOption, type Message } from './module.ts'
import { decodeText, shorten, visible } from './text.ts'

/** A trigger as it also stands in the text: `!!SOUND(file V=100)`. Few servers send it here. */
export interface Msp extends Message {
  readonly kind: 'trigger'
  readonly bytes: Uint8Array
}

export const msp = defineOption<Msp, null>({
  code: TELOPT.MSP,
  name: 'MSP',
  summary: 'names of sounds and music; they are listed, not played',
  source: 'https://www.zuggsoft.com/zmud/msp.htm',
  accept: { him: true, us: true },
  initial: () => null,
  decode: (payload) => ({ kind: 'trigger', bytes: payload.slice() }),
  encode: ({ bytes }) => bytes,
  lossless: true,
  fields: (payload) => new FieldReader(payload).done('trigger', quoted(payload)),
  describe: ({ bytes }) => `asked for a sound: ${shorten(visible(decodeText(bytes)))}`,
})
