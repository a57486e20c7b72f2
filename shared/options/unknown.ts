import { optionName } from '../telnet/codes.ts'
import { LEGACY } from './legacy.ts'
import { defineOption, type OptionModule } from './module.ts'
import { UNKNOWN_FIELDS } from './unknown-fields.ts'
import { plural, shownHex } from './verbs.ts'

export interface RawMessage {
  readonly kind: 'raw'
  readonly bytes: Uint8Array
}

const UNNAMED = ['an option without a name', 'https://www.iana.org/assignments/telnet-options'] as const

/** The module of an option that willdo watches and refuses, but does not speak. */
export function unknownOption(code: number): OptionModule<RawMessage, null> {
  const name = optionName(code)
  const legacy = LEGACY[code]
  const [summary, source] = UNNAMED
  return defineOption<RawMessage, null>({
    code,
    name,
    summary: legacy?.summary ?? summary,
    source: legacy?.source ?? source,
    accept: { him: false, us: false },
    ...(legacy ? { refusal: { him: legacy.why, us: legacy.why } } : {}),
    initial: () => null,
    decode: (payload) => ({ kind: 'raw', bytes: payload.slice() }),
    encode: ({ bytes }) => bytes,
    lossless: true,
    ...(UNKNOWN_FIELDS[name] ? { fields: UNKNOWN_FIELDS[name] } : {}),
    describe: ({ bytes }) =>
      bytes.length === 0
        ? `sent an empty ${name} message`
        : `sent ${plural(bytes.length, 'byte')} of ${name}: ${shownHex(bytes)}`,
  })
}
