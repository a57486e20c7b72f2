import { toHex } from '../base/bytes.ts'
import { optionName } from '../telnet/codes.ts'
import { defineOption, type OptionModule } from './module.ts'
import { UNKNOWN_FIELDS } from './unknown-fields.ts'

export interface RawMessage {
  readonly kind: 'raw'
  readonly bytes: Uint8Array
}

const SUMMARIES: Readonly<Record<string, string>> = {
  STATUS: 'which options are on (RFC 859)',
  TSPEED: 'terminal speed (RFC 1079)',
  LFLOW: 'flow control by the terminal (RFC 1372)',
  LINEMODE: 'editing lines here instead of there (RFC 1184)',
  XDISPLOC: 'X display (RFC 1096)',
  OLD_ENVIRON: 'environment variables, old form (RFC 1408)',
  AUTHENTICATION: 'logging in by Kerberos and the like (RFC 2941)',
  ENCRYPT: 'encryption of the 1990s (RFC 2946)',
  TLS: 'switch to TLS in place, never finished',
  COM_PORT: 'serial line settings (RFC 2217)',
  MSDP: 'the game as variables',
  MSP: 'sounds',
  MXP: 'links and markup in the text',
  ZMP: 'commands of the Zenith MUD protocol',
  AARDWOLF: "Aardwolf's own data",
  ATCP: 'the forerunner of GMCP',
}

const HEX_MAX = 24

/** The module of an option that willdo watches and refuses, but does not speak. */
export function unknownOption(code: number): OptionModule<RawMessage, null> {
  const name = optionName(code)
  return defineOption<RawMessage, null>({
    code,
    name,
    summary: SUMMARIES[name] ?? 'not spoken here',
    source: code < 50 ? 'https://www.iana.org/assignments/telnet-options' : 'MUD practice',
    accept: { him: false, us: false },
    initial: () => null,
    decode: (payload) => ({ kind: 'raw', bytes: payload.slice() }),
    encode: ({ bytes }) => bytes,
    ...(UNKNOWN_FIELDS[name] ? { fields: UNKNOWN_FIELDS[name] } : {}),
    describe: ({ bytes }) =>
      bytes.length === 0
        ? `sent an empty ${name} message`
        : `sent ${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'} of ${name}: ${toHex(bytes.subarray(0, HEX_MAX), ' ')}${bytes.length > HEX_MAX ? ' …' : ''}`,
  })
}
