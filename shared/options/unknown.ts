import { optionName } from '../telnet/codes.ts'
import { LEGACY } from './legacy.ts'
import { defineOption, type OptionModule } from './module.ts'
import { UNKNOWN_FIELDS } from './unknown-fields.ts'
import { plural, shownHex } from './verbs.ts'

export interface RawMessage {
  readonly kind: 'raw'
  readonly bytes: Uint8Array
}

/** Protocols of MUDs that are watched and not spoken yet. */
const WATCHED: Readonly<Record<string, readonly [summary: string, source: string]>> = {
  MSDP: ['the game as variables', 'https://tintin.mudhalla.net/protocols/msdp/'],
  MSP: ['sounds', 'https://www.zuggsoft.com/zmud/msp.htm'],
  MXP: ['links and markup in the text', 'https://www.zuggsoft.com/zmud/mxp.htm'],
  ZMP: ['commands of the Zenith MUD protocol', 'http://discworld.starturtle.net/external/protocols/zmp.html'],
  AARDWOLF: [
    "Aardwolf's own data",
    'https://www.aardwolf.com/blog/2008/07/10/telnet-negotiation-control-mud-client-interaction/',
  ],
  ATCP: ['the forerunner of GMCP', 'https://www.ironrealms.com/rapture/manual/files/FeatATCP-txt.html'],
}

const UNNAMED = ['an option without a name', 'https://www.iana.org/assignments/telnet-options'] as const

/** The module of an option that willdo watches and refuses, but does not speak. */
export function unknownOption(code: number): OptionModule<RawMessage, null> {
  const name = optionName(code)
  const legacy = LEGACY[code]
  const [summary, source] = WATCHED[name] ?? UNNAMED
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
