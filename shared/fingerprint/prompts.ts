/** Texts here are latin1 strings: one character a byte, as received, before any decoding. */

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
  /** What the session's encoding becomes: utf-8, big5 or the literal word `codepage`. */
  readonly encoding?: string
}

export declare function detectPrompt(text: string): Prompt | undefined
/** ESC once or twice asked for in this chunk. */
export declare function escPrompt(chunk: string): Prompt | undefined
/** A menu that offers UTF-8, in the text of a phase. */
export declare function utf8Menu(text: string): Prompt | undefined
export declare function stripSequences(text: string): string

export type Query =
  | { readonly kind: 'device-attributes' | 'status'; readonly reply: Uint8Array }
  | { readonly kind: 'enquiry'; readonly reply: Uint8Array }
  /** The cursor's place is asked for: `before` is the chunk's text up to there since the last such question. */
  | { readonly kind: 'cursor'; readonly at: number; readonly end: number }
/** What the chunk asks of a terminal, in the reference's order: DA, status, ENQ, then each cursor question. */
export declare function terminalQueries(chunk: string): readonly Query[]
/** The answer to a cursor question. */
export declare function cursorReply(column: number): Uint8Array
/** The column after `text` (starts at 1), decoded with the session's encoding. */
export declare function advanceColumn(column: number, text: string, encoding: string): number

/** The first SyncTERM font switch in the text; `encoding` undefined for a font that brings none. */
export declare function fontSwitch(
  text: string,
): { readonly font: number; readonly encoding?: string } | undefined
/** A reply as an ATASCII session sends it. */
export declare function atasciiReply(reply: Uint8Array): Uint8Array
