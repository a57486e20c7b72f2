import { equalBytes, fromLatin1, latin1 } from '../base/bytes.ts'
import { escapeIac } from '../telnet/encode.ts'
import { codepagePrompt, detectPrompt, escPrompt, utf8Menu, type Prompt } from './prompts.ts'
import { repr } from './python.ts'
import { Rope } from './rope.ts'
import { note, notice, owe, type Scan } from './scan-state.ts'
import { answerQueries, fontSwitch, replyIn, type TerminalReply } from './terminal-queries.ts'

/** How the reference reads text: what it answers at once, and what it says when a text has ended. */

const RETURN = latin1('\r\n')
/** A menu is looked for in so much of a phase's latest text. */
const MENU_TAIL = 16 * 1024
/** Of each banner so much is kept. */
const BANNER_MAX = 4 * 1024 * 1024

const isExplicit = (scan: Scan): boolean => scan.settings.encoding !== 'ascii'
const reply = (scan: Scan, bytes: Uint8Array, apart = false): void => owe(scan, escapeIac(bytes), apart)

/** A read begins: settle, banner or a round. */
export function beginReading(scan: Scan): void {
  scan.previousText = scan.phaseText
  scan.phaseText = Rope.EMPTY
  scan.escAnswered = false
  scan.menuAnswered = false
}

/** Text that comes before anybody reads it. */
export function keepUnread(scan: Scan, bytes: Uint8Array): void {
  if (scan.unread.length + bytes.length > BANNER_MAX) notice(scan, 'text-cut')
  else scan.unread = scan.unread.add(bytes)
}

/** One chunk of text reaches the reader. */
export function readChunk(scan: Scan, bytes: Uint8Array): void {
  const chunk = fromLatin1(bytes)
  const inRound = scan.phase.name === 'round'
  const kept = inRound ? scan.after : scan.before
  if (kept.length + bytes.length > BANNER_MAX) notice(scan, 'text-cut')
  else {
    scan.phaseText = scan.phaseText.add(bytes)
    if (inRound) scan.after = kept.add(bytes)
    else scan.before = kept.add(bytes)
  }
  queries(scan, chunk)
  font(scan, chunk)
  escape(scan, chunk)
  menu(scan)
}

const LOG_OF: Readonly<Record<Exclude<TerminalReply['kind'], 'cursor'>, (bytes: Uint8Array) => string>> = {
  attributes: (bytes) => `DA request -> ${repr(bytes)}`,
  status: (bytes) => `DSR status request -> ${repr(bytes)}`,
  enquiry: () => 'ENQ -> CR',
}

/** Asked what it is, how it is and where its cursor stands, a terminal answers. */
function queries(scan: Scan, chunk: string): void {
  const { replies, column } = answerQueries(chunk, scan.column, scan.encoding)
  scan.column = column
  for (const [index, { kind, bytes }] of replies.entries()) {
    if (kind === 'cursor') {
      scan.dsrRequests++
      scan.dsrReplies++
    } else note(scan, () => LOG_OF[kind](bytes))
    // The reference works out the column before it goes on, and what it said before that has left by then.
    reply(scan, bytes, kind === 'cursor' && replies[index - 1]?.kind !== 'cursor')
  }
}

function font(scan: Scan, chunk: string): void {
  const found = fontSwitch(chunk)?.encoding
  if (found === undefined) return
  note(scan, () => `SyncTERM font switch detected: ${found}`)
  if (!isExplicit(scan)) scan.encoding = found
}

function escape(scan: Scan, chunk: string): void {
  const found = scan.escAnswered ? undefined : escPrompt(chunk)
  if (!found) return
  scan.escAnswered = true
  scan.escInline = true
  reply(scan, found.reply)
}

/** With an encoding given by hand a menu is passed over, but a question for a code page gets RETURN. */
function menu(scan: Scan): void {
  if (scan.menuAnswered) return
  const text = fromLatin1(scan.phaseText.bytes(MENU_TAIL))
  const found = isExplicit(scan) ? codepagePrompt(text) : utf8Menu(text)
  if (!found) return
  scan.menuAnswered = true
  scan.menuInline = true
  if (found.kind === 'utf8-menu') {
    scan.encoding = found.encoding ?? scan.encoding
    note(scan, () => `inline UTF-8 menu response: ${repr(found.reply)}`)
  }
  reply(scan, found.reply)
}

const ENCODING_PROMPTS: readonly Prompt['kind'][] = ['utf8-menu', 'ansi-menu', 'gb-big5', 'codepage']

const isEscape = ({ kind }: Prompt): boolean => kind === 'esc-once' || kind === 'esc-twice'

/** What is said to a text that has ended. */
interface Reply {
  readonly bytes: Uint8Array
  readonly prompt: Prompt | undefined
  readonly encoding: string | undefined
}

/** The text that the next reply is to: the banner's, or the round's. */
const textToAnswer = (scan: Scan): Uint8Array =>
  scan.phase.name === 'round' ? scan.phaseText.bytes() : scan.before.bytes()

/** What is said next: to a prompt what it wants, else RETURN. */
export function nextReply(scan: Scan): Reply {
  const prompt = detectPrompt(fromLatin1(textToAnswer(scan)))
  const answered =
    (scan.escInline && prompt && isEscape(prompt)) ||
    (scan.menuInline && (prompt?.kind === 'utf8-menu' || prompt?.kind === 'codepage'))
  if (!prompt || answered) return { bytes: RETURN, prompt: undefined, encoding: undefined }
  if (isExplicit(scan) && ENCODING_PROMPTS.includes(prompt.kind))
    return { bytes: RETURN, prompt, encoding: undefined }
  const encoding = prompt.encoding ?? scan.encoding
  return { bytes: escapeIac(replyIn(encoding, prompt.reply)), prompt, encoding: prompt.encoding }
}

/** Says it: what it changes beside the wire. */
export function answerText(scan: Scan): void {
  const { bytes, prompt, encoding } = nextReply(scan)
  scan.prompted = prompt !== undefined
  scan.escInline = false
  scan.menuInline = false
  if (encoding !== undefined) scan.encoding = encoding
  owe(scan, bytes)
}

/** Whether a round that has ended leads to another one. */
export function goesOn(scan: Scan): boolean {
  const text = scan.phaseText.bytes()
  if (scan.closed || text.length === 0) return false
  const previous = scan.phase.round === 1 ? scan.before.bytes() : scan.previousText.bytes()
  if (equalBytes(text, previous)) return false
  return scan.prompted || detectPrompt(fromLatin1(text)) !== undefined
}
