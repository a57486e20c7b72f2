import { fromLatin1, latin1 } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted } from './fields.ts'
import { defineOption } from './module.ts'
import { latin1Only, shorten, visible } from './text.ts'

export interface Sndloc {
  readonly kind: 'location'
  readonly text: string
}

export const sndloc = defineOption<Sndloc, null>({
  code: TELOPT.SNDLOC,
  name: 'SNDLOC',
  summary: 'where our terminal is, in words',
  source: 'RFC 779',
  accept: { him: false, us: false },
  refusal: {
    him: 'only a client has a terminal that is somewhere (RFC 779)',
    us: 'you have set no location in the menu under “What games are told” (RFC 779)',
  },
  willing: (performer, told) => performer === 'us' && told.location !== '',
  clientOnly: 'refuse',
  initial: () => null,
  decode: (payload) => ({ kind: 'location', text: fromLatin1(payload) }),
  encode: ({ text }) => latin1(text),
  lossless: true,
  fields: (payload) => new FieldReader(payload).done('location', quoted(payload)),
  describe: ({ text }) => `said where the terminal is: "${shorten(visible(text))}"`,
  greet: (performer, { told }) =>
    performer === 'us' ? [{ kind: 'location', text: latin1Only(told.location) }] : [],
})
