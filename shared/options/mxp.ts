import { TELOPT } from '../telnet/codes.ts'
import { defineOption, type Message } from './module.ts'
import { plural, shownHex } from './verbs.ts'

/** Empty: from here on the text is MXP. Nobody has defined any other. */
export interface Mxp extends Message {
  readonly kind: 'start'
  readonly bytes: Uint8Array
}

export const mxp = defineOption<Mxp, null>({
  code: TELOPT.MXP,
  name: 'MXP',
  summary: 'links, colours and values in the text',
  source: 'https://www.zuggsoft.com/zmud/mxp.htm',
  // Servers offer it, or ask for it, or one and then the other (tbaMUD).
  accept: { him: true, us: true },
  initial: () => null,
  decode: (payload) => ({ kind: 'start', bytes: payload.slice() }),
  encode: ({ bytes }) => bytes,
  lossless: true,
  describe: ({ bytes }) =>
    bytes.length === 0
      ? 'began to write MXP into the text'
      : `sent ${plural(bytes.length, 'byte')} of MXP: ${shownHex(bytes)}`,
})
