import { TELOPT } from '../telnet/codes.ts'
import { FieldReader } from './fields.ts'
import { defineOption, malformed, type Malformed } from './module.ts'

export interface Naws {
  readonly kind: 'size'
  /** Characters a line and lines; 0 means not known (RFC 1073). */
  readonly columns: number
  readonly rows: number
}

const clamp = (value: number): number => Math.max(0, Math.min(65535, Math.trunc(value)))

export const naws = defineOption<Naws, Naws | null>({
  code: TELOPT.NAWS,
  name: 'NAWS',
  summary: 'the size of our window',
  source: 'RFC 1073',
  accept: { him: false, us: true },
  refusal: { him: 'only a client has a window whose size matters (RFC 1073)' },
  // CoffeeMud sends WILL NAWS and never asks for the size; after DONT and our own WILL it asks properly.
  clientOnly: 'offer',
  initial: () => null,
  decode: (payload): Naws | Malformed => {
    if (payload.length !== 4) return malformed(`the payload is ${payload.length} bytes, not 4`)
    const [a, b, c, d] = payload as unknown as [number, number, number, number]
    return { kind: 'size', columns: a * 256 + b, rows: c * 256 + d }
  },
  encode: ({ columns, rows }) =>
    Uint8Array.of(clamp(columns) >> 8, clamp(columns) & 255, clamp(rows) >> 8, clamp(rows) & 255),
  lossless: true,
  fields: (payload) =>
    new FieldReader(payload)
      .take(2, 'columns', (bytes) => number(bytes, 'characters a line'))
      .take(2, 'rows', (bytes) => number(bytes, 'lines'))
      .done(),
  describe: ({ columns, rows }) => `said the window is ${columns} columns by ${rows} rows`,
  evolve: (_facts, message) => message,
  greet: (performer, host) => (performer === 'us' ? [size(host)] : []),
  resized: (host) => [size(host)],
})

/** A number of 16 bits, high byte first (RFC 1073). */
const number = ([high = 0, low]: Uint8Array, what: string): string =>
  low === undefined ? 'the first half of a number' : `${high * 256 + low} ${what}`

const size = (host: { columns: number; rows: number }): Naws => ({
  kind: 'size',
  columns: host.columns,
  rows: host.rows,
})
