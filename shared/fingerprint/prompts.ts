import { latin1 } from '../base/bytes.ts'

// Texts here are latin1 strings, one character a byte as received: prompts are looked for before any decoding. Blanks and
// letters are ASCII's alone, so `\s`, `\w` and `.` are not used.

/** In the order in which they are looked for. */
export const PROMPT_KINDS = [
  'esc-twice',
  'esc-once',
  'more',
  'yes-no',
  'color',
  'ansi-color-standard',
  'utf8-menu',
  'ansi-menu',
  'gb-big5',
  'codepage',
  'backspace',
  'delete',
  'return',
] as const
export type PromptKind = (typeof PROMPT_KINDS)[number]

export interface Prompt {
  readonly kind: PromptKind
  /** Before any doubling of 255 and before atascii. */
  readonly reply: Uint8Array
  /** What the session's encoding becomes: utf-8, big5, or the very word `codepage`. */
  readonly encoding?: string
}

/** A question at which the server waits, the first kind that is found anywhere in the text. */
export const detectPrompt = (text: string): Prompt | undefined => findPrompt(text, PROMPT_KINDS)

/** ESC asked for, once or twice, as a chunk is looked at while it arrives. */
export const escPrompt = (chunk: string): Prompt | undefined => findPrompt(chunk, ['esc-twice', 'esc-once'])

/** A menu with a number for UTF-8 in what a phase has read so far. */
export const utf8Menu = (text: string): Prompt | undefined => findPrompt(text, ['utf8-menu'])

/** A request to choose a character set, which is answered inline only under an encoding given by hand. */
export const codepagePrompt = (text: string): Prompt | undefined => findPrompt(text, ['codepage'])

export function findPrompt(text: string, kinds: readonly PromptKind[]): Prompt | undefined {
  const shown = stripSequences(text)
  for (const kind of kinds) {
    const reply = FIND[kind](shown)
    const encoding = ENCODING_OF[kind]
    if (reply !== undefined)
      return { kind, reply: latin1(reply), ...(encoding === undefined ? {} : { encoding }) }
  }
  return undefined
}

const ENCODING_OF: Readonly<Partial<Record<PromptKind, string>>> = {
  'utf8-menu': 'utf-8',
  'gb-big5': 'big5',
  codepage: 'codepage',
}

const B = '[ \\t\\n\\r\\f\\v]'
/** A pattern, case-blind; `_` stands for blanks, `~` for blanks or none, `<` and `>` for the text's border or what is no letter or digit. */
const pattern = (source: string): RegExp =>
  new RegExp(
    source.replace(/[_~<>]/g, (sign) =>
      sign === '_' ? `${B}+` : sign === '~' ? `${B}*` : sign === '<' ? '(?:^|[^a-z0-9])' : '(?:[^a-z0-9]|$)',
    ),
    'i',
  )

const ESC_KEY = 'press_(?:\\[|\\(|\\x3c)?\\.?esc\\.?(?:\\]|\\)|\\x3e)?'
const ESC_TWICE = pattern(`${ESC_KEY}_twice`)
const ESC_ONCE = pattern(`${ESC_KEY}(?!_twice)`)
const YES_NO = pattern('<(yes/no|y/n|\\(yes\\|no\\))>|[\\[(]yn[\\])]')
const COLOR = pattern('color~\\?')
const ANSI_COLOR_STANDARD = pattern('ansi_color_standard')
const GB_BIG5 = pattern('<gb~/~big~5>')
const CODEPAGE = pattern(
  '(?:select|choose|pick)_(?:your_)?(?:terminal_)?(?:code~page|char~set|character~set|encoding)',
)
const BACKSPACE = pattern('press_the_backspace_key')
const DELETE = pattern('(?:press|hit)_(?:your_)?(?:del|backspace)')
const RETURN = pattern('(?:hit|press)_(?:\\[|\\(|\\x3c)?(?:return|enter)')

const answers =
  (question: RegExp, reply: string) =>
  (text: string): string | undefined =>
    question.test(text) ? reply : undefined

const FIND: Readonly<Record<PromptKind, (text: string) => string | undefined>> = {
  'esc-twice': answers(ESC_TWICE, '\x1b\x1b'),
  'esc-once': answers(ESC_ONCE, '\x1b'),
  more: (text) => (asksForMore(text) ? 'C\r\n' : undefined),
  'yes-no': (text) => {
    const found = YES_NO.exec(text)
    return found ? (/^\(?yes/i.test(found[1] ?? '') ? 'yes\r\n' : 'y\r\n') : undefined
  },
  color: answers(COLOR, 'y\r\n'),
  'ansi-color-standard': answers(ANSI_COLOR_STANDARD, 'y\r\n'),
  'utf8-menu': (text) => menuChoice(text, 'utf-?8'),
  'ansi-menu': (text) => menuChoice(text, 'ansi'),
  'gb-big5': answers(GB_BIG5, 'big5\r\n'),
  codepage: answers(CODEPAGE, '\r\n'),
  backspace: answers(BACKSPACE, '\x08'),
  delete: answers(DELETE, '\x14'),
  return: answers(RETURN, '\r\n'),
}

/** "More: (Y)es, (N)o, (C)ontinuous?": a head, and on the line where it ends a tail. One pattern would be quadratic on a hostile line. */
function asksForMore(text: string): boolean {
  const tail = new RegExp(`c\\)?${B}*ont`, 'gi')
  let found = tail.exec(text)
  for (const head of text.matchAll(new RegExp(`more[: \\t\\n\\r\\f\\v]*\\(?y`, 'gi'))) {
    const end = head.index + head[0].length
    while (found && found.index < end) found = tail.exec(text)
    if (!found) return false
    const lineEnd = text.indexOf('\n', end)
    if (lineEnd < 0 || found.index < lineEnd) return true
  }
  return false
}

/** The reply to the first line like `2) UTF-8`, `[2] ISO / UTF-8` or `2. UTF8` that names the wanted set. */
function menuChoice(text: string, wanted: string): string | undefined {
  const plain = new RegExp(wanted, 'iy')
  const slashes = [...text.matchAll(new RegExp(`/${B}*${wanted}`, 'gi'))].map(({ index }) => index)
  const blank = new RegExp(`${B}+|$`, 'g')
  let slash = 0
  let gap = { start: -1, end: -1 }
  /** The wanted name stands here, or behind one word and a slash. */
  const named = (at: number): boolean => {
    plain.lastIndex = at
    if (plain.test(text)) return true
    while (slash < slashes.length && (slashes[slash] as number) <= at) slash++
    if (gap.start < at) {
      blank.lastIndex = at
      const found = blank.exec(text)
      gap = found
        ? { start: found.index, end: found.index + found[0].length }
        : { start: text.length, end: text.length }
    }
    const next = slashes[slash]
    return next !== undefined && gap.start > at && (next < gap.start || next === gap.end)
  }
  // The number's start is looked at once: its later digits could match nothing else.
  const items = new RegExp(`(?<![0-9])([0-9]+)${B}*(\\.{1,3}|[\\])])(${B}*)`, 'g')
  for (const { index, 0: all, 1: digits, 2: mark = '', 3: blanks = '' } of text.matchAll(items)) {
    const end = index + all.length
    // Fewer of the dots may belong to the mark, and the others to the word.
    for (let dots = 1; dots < mark.length; dots++) {
      if (named(end - blanks.length - mark.length + dots)) return `${digits}\r\n`
    }
    if (named(end)) return `${digits}\r\n`
  }
  return undefined
}

// CSI; OSC; DCS, APC and PM; sequences with intermediate bytes, character sets among them; any other of two bytes.
const SEQUENCES =
  // eslint-disable-next-line no-control-regex -- escape sequences begin with ESC
  /\x1b(?:\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|[\x20-\x2f]+[\x30-\x7e]|[\x30-\x7e])/g

export const stripSequences = (text: string): string => text.replace(SEQUENCES, '')
