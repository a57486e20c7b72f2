import { FieldReader, quoted, type PayloadField } from './fields.ts'

type Fields = (payload: Uint8Array) => readonly PayloadField[]

const below = (limit: number) => (byte: number) => byte <= limit

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

/** How the payloads of options look that willdo watches only, by the option's name. */
export const UNKNOWN_FIELDS: Readonly<Record<string, Fields>> = {
  MSDP: msdp,
  ZMP: zmp,
  MSP: text,
  ATCP: text,
}
