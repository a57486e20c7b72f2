import type { Entry } from './entry.ts'
import type { SessionEvent, Side } from './events.ts'
import { FieldParser, type Field } from './field-parser.ts'
import type { Fold } from './fold.ts'
import { MARK_INFLATE_GO_ON } from './marks.ts'
import type { Compression } from './state.ts'

export type { Field } from './field-parser.ts'

/** Bytes with a name for each of them: the fields follow one another from the first byte to the last. */
export interface Layer {
  readonly bytes: Uint8Array
  readonly fields: readonly Field[]
}

/** What an entry's bytes are. */
export interface EntryFields {
  readonly side: Side
  /** As they were on the wire. */
  readonly wire: Layer
  /** With compression undone; undefined where that is the same. */
  readonly decoded: Layer | undefined
  /** What the entry meant: the events that fields belong to. */
  readonly events: readonly SessionEvent[]
  /** Typed while nothing was shown: stars stand for it. */
  readonly hidden: boolean
}

/** Bytes that were read in the same mode: so many of the wire, which gave so many decoded ones. */
interface Stretch {
  readonly mode: Compression['mode']
  wire: number
  decoded: number
}

const NO_BYTES = new Uint8Array(0)
const HIDDEN = 'what is typed while the server hides it is kept as stars only, so that no recording holds it'

/** Names the bytes of an entry; undefined if it has none. `before` is the fold as it stood before the entry, and is used up. */
export function fieldsOf(entry: Entry, before: Fold): EntryFields | undefined {
  const goesOn = entry.kind === 'mark' && entry.label === MARK_INFLATE_GO_ON
  if (entry.kind !== 'in' && entry.kind !== 'out' && !goesOn) return undefined
  const side = entry.kind === 'out' ? 'client' : 'server'
  const parser = new FieldParser(side, () => before.progress)
  const stretches: Stretch[] = []
  let decoded = 0
  before.watch(side, {
    parser: (saved) => parser.begin(saved),
    read: (mode, wire) => {
      const stretch = { mode, wire, decoded: parser.length - decoded }
      decoded = parser.length
      const last = stretches.at(-1)
      if (last?.mode !== mode) stretches.push(stretch)
      else {
        last.wire += stretch.wire
        last.decoded += stretch.decoded
      }
    },
  })
  const { events } = before.evolve(entry)
  const inner = parser.finish()
  const bytes = 'bytes' in entry ? entry.bytes : NO_BYTES
  const hidden = entry.kind === 'out' && entry.from === 'user' && isHidden(inner)
  const shown = hidden ? { ...inner, fields: inner.fields.map(asHidden) } : inner
  if (stretches.every(({ mode, wire, decoded: made }) => mode === 'plain' && wire === made)) {
    return { side, wire: shown, decoded: undefined, events, hidden }
  }
  return {
    side,
    wire: { bytes, fields: wireFields(stretches, shown.fields) },
    decoded: shown,
    events,
    hidden,
  }
}

/** The fields of the plain stretches, and one for each other stretch. */
function wireFields(stretches: readonly Stretch[], fields: readonly Field[]): readonly Field[] {
  const found: Field[] = []
  let wireAt = 0
  let decodedAt = 0
  let next = 0
  for (const { mode, wire, decoded } of stretches) {
    const end = decodedAt + decoded
    // Bytes that turned out to be plain after all were counted in the stretch before: the last `wire` ones are new.
    const from = end - wire
    if (mode === 'plain') {
      while ((fields[next]?.to ?? Infinity) <= from) next++
      for (let field = fields[next]; field && field.from < end; field = fields[++next]) {
        found.push({
          ...field,
          from: wireAt + Math.max(field.from, from) - from,
          to: wireAt + Math.min(field.to, end) - from,
        })
        if (field.to > end) break
      }
    } else if (wire > 0) {
      found.push({ from: wireAt, to: wireAt + wire, ...modeField(mode, wire, decoded), event: undefined })
    }
    wireAt += wire
    decodedAt = end
  }
  return found.filter(({ from, to }) => to > from)
}

function modeField(
  mode: Compression['mode'],
  wire: number,
  decoded: number,
): Pick<Field, 'name' | 'meaning' | 'kind'> {
  const count = (bytes: number): string => `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`
  switch (mode) {
    case 'held':
      return {
        name: 'unread',
        meaning: `${count(wire)}, not unpacked yet: it was too much at once`,
        kind: 'unread',
      }
    case 'lost':
      return {
        name: 'damaged',
        meaning: `${count(wire)} that cannot be read since the compression broke`,
        kind: 'fault',
      }
    default:
      return {
        name: 'compressed',
        meaning: `${count(wire)}, which unpack to ${count(decoded)}`,
        kind: 'unread',
      }
  }
}

const STAR = 0x2a

function isHidden({ bytes, fields }: Layer): boolean {
  const typed = fields
    .filter(({ kind }) => kind === 'text')
    .flatMap(({ from, to }) => [...bytes.subarray(from, to)])
    .filter((byte) => byte !== 13 && byte !== 10 && byte !== 0)
  return typed.length > 0 && typed.every((byte) => byte === STAR)
}

const asHidden = (field: Field): Field =>
  field.kind === 'text' ? { ...field, name: 'hidden text', meaning: HIDDEN } : field
