import { concat } from '../base/bytes.ts'
import { commandName, DONT, TELOPT, verbCode, verbOf, WILL, type Verb } from '../telnet/codes.ts'
import { FieldReader, verbField, type PayloadField } from './fields.ts'
import { defineOption, malformed, type Malformed } from './module.ts'
import {
  answerTriplet,
  characterName,
  functionName,
  levelWords,
  OUR_CHARACTERS,
  type Triplet,
} from './slc.ts'
import { shorten } from './text.ts'
import { plural } from './verbs.ts'

const MODE = 1
const FORWARDMASK = 2
const SLC = 3

/** Bits of the mode, RFC 1184 section 2.2. */
export const LINE_MODE = { EDIT: 1, TRAPSIG: 2, ACK: 4, SOFT_TAB: 8, LIT_ECHO: 16 } as const
const MODE_WORDS: readonly (readonly [bit: number, name: string])[] = [
  [LINE_MODE.EDIT, 'EDIT'],
  [LINE_MODE.TRAPSIG, 'TRAPSIG'],
  [LINE_MODE.ACK, 'MODE_ACK'],
  [LINE_MODE.SOFT_TAB, 'SOFT_TAB'],
  [LINE_MODE.LIT_ECHO, 'LIT_ECHO'],
]
/** The line box edits and sends signals; tabs and control characters are shown by the terminal alone. */
const SUPPORTED = LINE_MODE.EDIT | LINE_MODE.TRAPSIG
/** There are 30 functions. */
const TRIPLETS_MAX = 1000

export type Linemode =
  | { readonly kind: 'mode'; readonly mask: number }
  | { readonly kind: 'slc'; readonly triplets: readonly Triplet[] }
  /** Which characters send a line at once: a bit for each. */
  | { readonly kind: 'forwardmask'; readonly verb: Verb; readonly mask: Uint8Array }

export interface LinemodeFacts {
  /** What holds, without the acknowledgement; undefined while nobody has said. */
  readonly mode: number | undefined
  /** The mode that we acknowledged last. */
  readonly acknowledged: number | undefined
  /** Characters that send what is typed so far at once; undefined where the server asked for none. */
  readonly forward: ReadonlySet<number> | undefined
  /** What we said last of each function, and what the server did. */
  readonly ours: ReadonlyMap<number, Triplet>
  readonly theirs: ReadonlyMap<number, Triplet>
}

const NOTHING: LinemodeFacts = Object.freeze({
  mode: undefined,
  acknowledged: undefined,
  forward: undefined,
  ours: new Map(),
  theirs: new Map(),
})

function decode(payload: Uint8Array): Linemode | Malformed {
  const [verb, second] = payload
  if (verb === undefined) return malformed('it is empty')
  if (verb === MODE) {
    if (payload.length !== 2)
      return malformed(`MODE is followed by ${plural(payload.length - 1, 'byte')}, not 1`)
    return { kind: 'mode', mask: second as number }
  }
  if (verb === SLC) {
    if ((payload.length - 1) % 3 !== 0) return malformed('SLC is not followed by groups of three bytes')
    if (payload.length > 3 * TRIPLETS_MAX) return malformed(`it has over ${TRIPLETS_MAX} characters`)
    const triplets: Triplet[] = []
    for (let at = 1; at < payload.length; at += 3)
      triplets.push({
        code: payload[at] as number,
        flags: payload[at + 1] as number,
        character: payload[at + 2] as number,
      })
    return { kind: 'slc', triplets }
  }
  if (verb >= WILL && verb <= DONT && second === FORWARDMASK)
    return { kind: 'forwardmask', verb: verbOf(verb), mask: payload.slice(2) }
  return malformed(`it begins with ${verb}, none of MODE, SLC and FORWARDMASK`)
}

function encode(message: Linemode): Uint8Array {
  switch (message.kind) {
    case 'mode':
      return Uint8Array.of(MODE, message.mask)
    case 'slc':
      return Uint8Array.from([
        SLC,
        ...message.triplets.flatMap(({ code, flags, character }) => [code, flags, character]),
      ])
    case 'forwardmask':
      return concat([Uint8Array.of(verbCode(message.verb), FORWARDMASK), message.mask])
  }
}

export const modeWords = (mask: number): string =>
  MODE_WORDS.filter(([bit]) => mask & bit)
    .map(([, name]) => name)
    .join(', ') || 'none'

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  const { next = 0 } = reader
  if (next >= WILL && next <= DONT) {
    return reader
      .take(1, commandName(next), 'about the forward mask')
      .take(1, 'FORWARDMASK', 'which characters send a line at once')
      .done('mask', 'a bit for each character')
  }
  const verb = verbField(reader, {
    [MODE]: ['MODE', 'who edits the line'],
    [SLC]: ['SLC', 'which characters edit the line'],
  })
  if (verb === MODE) reader.take(1, 'mask', ([mask = 0]) => modeWords(mask))
  while (verb === SLC && reader.rest.length > 0) {
    reader
      .take(1, 'function', ([code = 0]) => functionName(code))
      .take(1, 'modifiers', ([flags = 0]) => levelWords(flags))
      .take(1, 'character', ([character = 0]) => characterName(character))
  }
  return reader.done()
}

/** The characters of a forward mask: the first bit of the first byte is character 0 (RFC 1184 section 2.3). */
export const forwardCharacters = (mask: Uint8Array): readonly number[] =>
  Array.from(mask.subarray(0, 32)).flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => 8 * at + bit),
  )

const FORWARD_WORDS = {
  DONT: 'asked to send no line before its end (FORWARDMASK)',
  WILL: 'agreed to send a line at once at those characters (FORWARDMASK)',
  WONT: 'said that no line is sent before its end (FORWARDMASK)',
} as const

function describe(message: Linemode): string {
  switch (message.kind) {
    case 'mode': {
      const who = message.mask & LINE_MODE.EDIT ? 'lines are edited here' : 'each key is sent at once'
      const signals = message.mask & LINE_MODE.TRAPSIG ? ' and signal keys are sent as commands' : ''
      return `${message.mask & LINE_MODE.ACK ? 'agreed' : 'asked'} that ${who}${signals}`
    }
    case 'slc': {
      const words = message.triplets
        .filter(({ code }) => code !== 0)
        .map(({ code, flags, character }) =>
          flags & 3
            ? `${functionName(code)} ${characterName(character)}`
            : `${functionName(code)} not supported`,
        )
      if (words.length > 0) return `named the characters that edit: ${shorten(words.join(', '), 160)}`
      return message.triplets.length > 0
        ? 'asked for the characters that edit'
        : 'named no character that edits'
    }
    case 'forwardmask': {
      if (message.verb !== 'DO') return FORWARD_WORDS[message.verb]
      const words = forwardCharacters(message.mask).map(characterName)
      return `asked to send a line at once at ${shorten(words.join(', '), 120) || 'no character'}`
    }
  }
}

function evolve(facts: LinemodeFacts, message: Linemode, side: 'server' | 'client'): LinemodeFacts {
  switch (message.kind) {
    case 'mode': {
      const mode = message.mask & SUPPORTED
      if (side === 'client') return { ...facts, mode, acknowledged: mode }
      return message.mask & LINE_MODE.ACK ? facts : { ...facts, mode }
    }
    case 'slc': {
      const name = side === 'server' ? 'theirs' : 'ours'
      const next = new Map(facts[name])
      for (const triplet of message.triplets) if (triplet.code !== 0) next.set(triplet.code, triplet)
      return { ...facts, [name]: next }
    }
    case 'forwardmask': {
      if (side === 'client') return facts
      const forward = message.verb === 'DO' ? new Set(forwardCharacters(message.mask)) : undefined
      return { ...facts, forward }
    }
  }
}

function respond(facts: LinemodeFacts, message: Linemode): readonly Linemode[] {
  switch (message.kind) {
    case 'mode': {
      // The same mode again is not acknowledged again, or two ends would never stop (RFC 1184 section 2.2).
      const wanted = message.mask & SUPPORTED
      if (message.mask & LINE_MODE.ACK || facts.acknowledged === wanted) return []
      return [{ kind: 'mode', mask: wanted | LINE_MODE.ACK }]
    }
    case 'slc': {
      const triplets = message.triplets.flatMap((triplet) => answerTriplet(facts.ours, triplet))
      return triplets.length > 0 ? [{ kind: 'slc', triplets }] : []
    }
    case 'forwardmask':
      // RFC 1184 section 2.3: a mask is agreed to, and let go when the server says so.
      if (message.verb !== 'DO' && message.verb !== 'DONT') return []
      return [{ kind: 'forwardmask', verb: message.verb === 'DO' ? 'WILL' : 'WONT', mask: new Uint8Array(0) }]
  }
}

export const linemode = defineOption<Linemode, LinemodeFacts>({
  code: TELOPT.LINEMODE,
  name: 'LINEMODE',
  summary: 'editing lines here, with keys that both sides agree on',
  source: 'RFC 1184',
  accept: { him: false, us: true },
  refusal: { him: 'only a client has lines that a person edits (RFC 1184)' },
  clientOnly: 'refuse',
  initial: () => NOTHING,
  decode,
  encode,
  lossless: true,
  fields,
  describe,
  evolve,
  restart: () => NOTHING,
  greet: (performer) => (performer === 'us' ? [{ kind: 'slc', triplets: OUR_CHARACTERS }] : []),
  respond,
})
