import { commandName, optionName } from '../telnet/codes.ts'
import { FieldReader, quoted, verbField, type PayloadField } from './fields.ts'

type Fields = (payload: Uint8Array) => readonly PayloadField[]

const below = (limit: number) => (byte: number) => byte <= limit

/** IS and an answer, or SEND: RFC 1079, 1096, 779 and others. */
function isSend(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  const verb = verbField(reader, { 0: ['IS', 'the answer follows'], 1: ['SEND', 'asks for it'] })
  return verb === 0 ? reader.done('value', quoted(reader.rest)) : reader.done()
}

/** RFC 859: IS and a verb with an option for each that is on. */
function status(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  verbField(reader, { 0: ['IS', 'which options are on'], 1: ['SEND', 'asks which options are on'] })
  while (reader.next === 251 || reader.next === 253) {
    reader.take(1, commandName(reader.next), reader.next === 251 ? 'the sender does' : 'the receiver does')
    reader.take(1, 'option', ([option]) => optionName(option ?? 0))
  }
  return reader.done('payload', `${reader.rest.length} bytes more`)
}

const SLC = [
  '', 'SYNCH', 'BRK', 'IP', 'AO', 'AYT', 'EOR', 'ABORT', 'EOF', 'SUSP', 'EC', 'EL', 'EW', 'RP', 'LNEXT', 'XON', 'XOFF',
  'FORW1', 'FORW2', 'MCL', 'MCR', 'MCWL', 'MCWR', 'MCBOL', 'MCEOL', 'INSRT', 'OVER', 'ECR', 'EWR', 'EBOL', 'EEOL',
] // prettier-ignore
const SLC_LEVELS = ['not supported', 'cannot be changed', 'as given', 'the usual one']
const MODES = ['EDIT', 'TRAPSIG', 'MODE_ACK', 'SOFT_TAB', 'LIT_ECHO']

const bits = (names: readonly string[], byte: number): string =>
  names.filter((_, bit) => (byte >> bit) & 1).join(', ') || 'none'

/** RFC 1184: MODE mask; SLC triplets; DO, DONT, WILL, WONT FORWARDMASK. */
function linemode(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  const { next = 0 } = reader
  if (next >= 251 && next <= 254) {
    reader
      .take(1, commandName(next), 'about the forward mask')
      .take(1, 'FORWARDMASK', 'which characters send a line at once')
    return reader.done('mask', 'a bit for each character')
  }
  const verb = verbField(reader, {
    1: ['MODE', 'who edits the line'],
    2: ['FORWARDMASK', 'which characters send a line at once'],
    3: ['SLC', 'which characters edit the line'],
  })
  if (verb === 1) reader.take(1, 'mask', ([mask = 0]) => bits(MODES, mask))
  while (verb === 3 && reader.rest.length > 0) {
    reader
      .take(1, 'function', ([code = 0]) => SLC[code] || `function ${code}`)
      .take(1, 'modifiers', ([byte = 0]) => `${SLC_LEVELS[byte & 3]}${byte & 128 ? ', acknowledged' : ''}`)
      .take(1, 'character', ([byte = 0]) =>
        byte < 32 ? `Ctrl+${String.fromCharCode(byte + 64)}` : quoted(Uint8Array.of(byte)),
      )
  }
  return verb === 2 ? reader.done('mask', 'a bit for each character') : reader.done()
}

const MSDP: Readonly<Record<number, readonly [string, string]>> = {
  1: ['VAR', 'a name follows'],
  2: ['VAL', 'a value follows'],
  3: ['TABLE_OPEN', 'names with values follow'],
  4: ['TABLE_CLOSE', 'the table ends'],
  5: ['ARRAY_OPEN', 'values follow'],
  6: ['ARRAY_CLOSE', 'the list ends'],
}

/** https://tintin.mudhalla.net/protocols/msdp/ */
function msdp(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  let last = 0
  while (reader.next !== undefined) {
    const [name, meaning] = MSDP[reader.next] ?? []
    if (name === undefined || meaning === undefined)
      reader.text(last === 1 ? 'name' : 'value', (byte) => byte >= 1 && byte <= 6)
    else {
      last = reader.next
      reader.take(1, name, meaning)
    }
  }
  return reader.done()
}

/** A command and its arguments, each ended by NUL. */
function zmp(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  for (let part = 'command'; reader.next !== undefined; part = 'argument') {
    reader.text(part, below(0)).take(reader.next === undefined ? 0 : 1, 'NUL', `the ${part} ends`)
  }
  return reader.done()
}

const text: Fields = (payload) => new FieldReader(payload).done('text', quoted(payload))

/** RFC 1408: as NEW_ENVIRON, but without escapes, and with VAR and VALUE either way round. */
function oldEnviron(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  verbField(reader, {
    0: ['IS', 'variables follow'],
    1: ['SEND', 'asks for variables'],
    2: ['INFO', 'changes follow'],
  })
  while (reader.next !== undefined) {
    verbField(reader, {
      0: ['VAR or VALUE', 'RFC 1408 and its readers disagree which'],
      1: ['VALUE or VAR', 'RFC 1408 and its readers disagree which'],
      3: ['USERVAR', 'a name follows'],
    })
    reader.text('text', below(3))
  }
  return reader.done()
}

/** How the payloads of options look that willdo watches only, by the option's name. */
export const UNKNOWN_FIELDS: Readonly<Record<string, Fields>> = {
  STATUS: status,
  TSPEED: isSend,
  XDISPLOC: isSend,
  SNDLOC: text,
  TTYLOC: text,
  LINEMODE: linemode,
  OLD_ENVIRON: oldEnviron,
  MSDP: msdp,
  ZMP: zmp,
  MSP: text,
  ATCP: text,
}
