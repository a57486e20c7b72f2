import { FieldReader, quoted, type PayloadField } from './fields.ts'

type Fields = (payload: Uint8Array) => readonly PayloadField[]

const text: Fields = (payload) => new FieldReader(payload).done('text', quoted(payload))

/** How the payloads of options look that willdo watches only, by the option's name. */
export const UNKNOWN_FIELDS: Readonly<Record<string, Fields>> = {
  MSP: text,
}
