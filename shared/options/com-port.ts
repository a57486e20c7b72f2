import { TELOPT } from '../telnet/codes.ts'
import { quoted } from './fields.ts'
import { verbOption, type OptionVerb, type VerbTable } from './verbs.ts'

const WHY = 'there is no serial port here or there (RFC 2217)'

const number = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0)
const from = (names: Readonly<Record<number, string>>) => (bytes: Uint8Array) =>
  names[number(bytes)] ?? String(number(bytes))

/** RFC 2217: what each command sets or tells, and how its value is read. */
const COMMANDS: Readonly<
  Record<number, readonly [name: string, what: string, length: number | undefined, value: (bytes: Uint8Array) => string]>
> = {
  0: ['SIGNATURE', 'who it is', undefined, (bytes) => (bytes.length === 0 ? 'not yet told' : quoted(bytes))],
  1: ['SET-BAUDRATE', 'the speed', 4, (bytes) => (number(bytes) === 0 ? 'not told' : `${number(bytes)} bits a second`)],
  2: ['SET-DATASIZE', 'the bits of a character', 1, from({ 0: 'not told' })],
  3: ['SET-PARITY', 'the parity', 1, from({ 0: 'not told', 1: 'none', 2: 'odd', 3: 'even', 4: 'mark', 5: 'space' })],
  4: ['SET-STOPSIZE', 'the stop bits', 1, from({ 0: 'not told', 1: '1', 2: '2', 3: '1.5' })],
  5: ['SET-CONTROL', 'control', 1, from({
    0: 'flow control not told', 1: 'no flow control', 2: 'XON/XOFF', 3: 'hardware flow control', 4: 'break not told',
    5: 'break on', 6: 'break off', 7: 'DTR not told', 8: 'DTR on', 9: 'DTR off', 10: 'RTS not told', 11: 'RTS on',
    12: 'RTS off',
  })],
  6: ['NOTIFY-LINESTATE', 'the state of the line', 1, String],
  7: ['NOTIFY-MODEMSTATE', 'the state of the modem', 1, String],
  8: ['FLOWCONTROL-SUSPEND', 'a pause', 0, () => 'begins'],
  9: ['FLOWCONTROL-RESUME', 'a pause', 0, () => 'ends'],
  10: ['SET-LINESTATE-MASK', 'which changes of the line are told', 1, String],
  11: ['SET-MODEMSTATE-MASK', 'which changes of the modem are told', 1, String],
  12: ['PURGE-DATA', 'which buffer is emptied', 1, from({ 1: 'received', 2: 'to be sent', 3: 'both' })],
} // prettier-ignore

/** Commands of the client begin at 0, those of the server, which owns the port, at 100. */
const SERVER_FIRST = 100

function verbs(first: number): VerbTable {
  return Object.fromEntries(
    Object.entries(COMMANDS).map(([code, [name, what, length, value]]): [number, OptionVerb] => [
      Number(code) + first,
      {
        name,
        meaning: what,
        says: (bytes) => `said of the serial port: ${what}: ${value(bytes)}`,
        ...(length === undefined ? {} : { length }),
        rest: (reader) => void reader.take(reader.rest.length, 'value', value),
      },
    ]),
  )
}

export const comPort = verbOption(
  {
    code: TELOPT.COM_PORT,
    name: 'COM_PORT',
    summary: 'settings of a serial port behind the server',
    source: 'RFC 2217',
    accept: { him: false, us: false },
    refusal: { him: WHY, us: WHY },
  },
  { ...verbs(0), ...verbs(SERVER_FIRST) },
)
