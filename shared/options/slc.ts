/** A function of line editing, what holds of it and its character, as LINEMODE SLC has them (RFC 1184 section 2.4). */
export interface Triplet {
  readonly code: number
  readonly flags: number
  readonly character: number
}

/** Functions by their number. */
export const SLC = {
  SYNCH: 1, BRK: 2, IP: 3, AO: 4, AYT: 5, EOR: 6, ABORT: 7, EOF: 8, SUSP: 9, EC: 10, EL: 11, EW: 12, RP: 13, LNEXT: 14,
  XON: 15, XOFF: 16, FORW1: 17, FORW2: 18, MCL: 19, MCR: 20, MCWL: 21, MCWR: 22, MCBOL: 23, MCEOL: 24, INSRT: 25, OVER: 26,
  ECR: 27, EWR: 28, EBOL: 29, EEOL: 30,
} as const // prettier-ignore

const NAMES = new Map<number, string>(Object.entries(SLC).map(([name, code]) => [code, name]))

const MEANINGS: Readonly<Record<number, string>> = {
  [SLC.BRK]: 'break',
  [SLC.IP]: 'interrupt',
  [SLC.AO]: 'discard output',
  [SLC.AYT]: 'are you there?',
  [SLC.ABORT]: 'abort',
  [SLC.EOF]: 'end of file',
  [SLC.SUSP]: 'suspend',
  [SLC.EC]: 'erase a character',
  [SLC.EL]: 'erase the line',
  [SLC.EW]: 'erase a word',
  [SLC.LNEXT]: 'take the next key as it is',
  [SLC.RP]: 'show the line again',
  [SLC.XON]: 'go on',
  [SLC.XOFF]: 'stop the text',
}

const LEVEL = 3
const VALUE = 2
const DEFAULT = 3
const ACK = 128
const FLUSH_IN = 64
const FLUSH_OUT = 32
const LEVEL_WORDS = ['not supported', 'cannot be changed', 'as given', 'the usual one']

/** POSIX's "no character". */
const DISABLED = 255

/**
 * What the line box has for each function it knows: what a terminal on Unix begins with. None drops text that is under
 * way, as FLUSHOUT would until a timing mark: at most a window of it comes behind an interrupt, and somebody may have
 * spoken in it. None drops what was typed, as FLUSHIN would: that takes TCP's urgent data.
 */
export const OUR_CHARACTERS: readonly Triplet[] = [
  { code: SLC.IP, flags: VALUE, character: 3 },
  { code: SLC.AO, flags: VALUE, character: 15 },
  { code: SLC.AYT, flags: VALUE, character: 20 },
  { code: SLC.ABORT, flags: VALUE, character: 28 },
  { code: SLC.EOF, flags: VALUE, character: 4 },
  { code: SLC.SUSP, flags: VALUE, character: 26 },
  { code: SLC.EC, flags: VALUE, character: 127 },
  { code: SLC.EL, flags: VALUE, character: 21 },
  { code: SLC.EW, flags: VALUE, character: 23 },
]

const OURS: ReadonlyMap<number, Triplet> = new Map(OUR_CHARACTERS.map((triplet) => [triplet.code, triplet]))

/** Our word on a function of the server's, or nothing where it needs none (RFC 1184 section 2.4). */
export function answerTriplet(said: ReadonlyMap<number, Triplet>, theirs: Triplet): readonly Triplet[] {
  const { code, flags, character } = theirs
  const level = flags & LEVEL
  // Function 0 asks for all: those that hold, or those we began with.
  if (code === 0) return level === DEFAULT ? OUR_CHARACTERS : level === VALUE ? [...said.values()] : []
  if (flags & ACK) return []
  const usual = OURS.get(code)
  const last = said.get(code)
  if (!usual)
    return level === 0 || (last && (last.flags & LEVEL) === 0) ? [] : [{ code, flags: 0, character: 0 }]
  if (level === DEFAULT) return last && sameAs(last, usual) ? [] : [usual]
  return last && sameAs(last, theirs) ? [] : [{ code, flags: flags | ACK, character }]
}

const sameAs = (a: Triplet, b: Triplet): boolean =>
  (a.flags & LEVEL) === (b.flags & LEVEL) && a.character === b.character

/** The character that does a function now; undefined where none does. */
export function characterOf(said: ReadonlyMap<number, Triplet>, code: number): number | undefined {
  const triplet = said.get(code)
  return triplet && (triplet.flags & LEVEL) !== 0 && triplet.character !== DISABLED
    ? triplet.character
    : undefined
}

export const functionName = (code: number): string => NAMES.get(code) ?? `function ${code}`

/** What a function does, in a few words. */
export const functionMeaning = (code: number): string => MEANINGS[code] ?? functionName(code)

export const levelWords = (flags: number): string =>
  [
    LEVEL_WORDS[flags & LEVEL] ?? '',
    ...(flags & ACK ? ['acknowledged'] : []),
    ...(flags & FLUSH_IN ? ['drops what was typed'] : []),
    ...(flags & FLUSH_OUT ? ['drops what was to be shown'] : []),
  ].join(', ')

/** A character as it is on a keyboard. */
export function characterName(character: number): string {
  if (character === 127) return 'Delete'
  if (character === DISABLED) return 'no key'
  if (character < 32) return `Ctrl+${String.fromCharCode(character + 64)}`
  return character < 127 ? `"${String.fromCharCode(character)}"` : `character ${character}`
}
