import { TELOPT } from '../telnet/codes.ts'
import {
  decodeEnviron,
  describeEnviron,
  encodeEnviron,
  environFields,
  MARKERS,
  SWAPPED,
  type Environ,
  type Markers,
} from './environ.ts'
import { defineOption } from './module.ts'

/** `swapped`: 1 is VAR and 0 is VALUE, as in the programs that wrote this option first. */
export type OldEnviron = Environ & { readonly swapped: boolean }

/** A list of variables begins with a name, so the first marker tells which number is VAR (RFC 1571). */
const markersOf = (payload: Uint8Array): Markers => (payload[1] === SWAPPED.VAR ? SWAPPED : MARKERS)

export const oldEnviron = defineOption<OldEnviron, null>({
  code: TELOPT.OLD_ENVIRON,
  name: 'OLD_ENVIRON',
  summary: 'environment variables, in the form before NEW_ENVIRON',
  source: 'RFC 1408',
  accept: { him: false, us: false },
  refusal: {
    him: 'only a client has variables that the other end needs (RFC 1408)',
    us: 'programs disagree which of its numbers means VALUE; NEW_ENVIRON was made to mend that (RFC 1571)',
  },
  clientOnly: 'refuse',
  initial: () => null,
  decode: (payload) => {
    const markers = markersOf(payload)
    const message = decodeEnviron(payload, markers)
    return 'malformed' in message ? message : { ...message, swapped: markers === SWAPPED }
  },
  encode: (message) => encodeEnviron(message, message.swapped ? SWAPPED : MARKERS),
  lossless: false,
  fields: (payload) => environFields(payload, markersOf(payload)),
  describe: describeEnviron,
})
