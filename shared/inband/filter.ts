import type { InbandMessage } from './message.ts'

/** What a server wrote into its text against the rules. The text is shown as it is, or left out where it can do harm. */
export type InbandFault = 'mxp-broken' | 'mxp-link' | 'mxp-limit' | 'mcp-key' | 'mcp-broken'

/** Where a filter puts what it makes of the text. */
export interface InbandSink {
  /** Bytes [start, end) are text for a person. */
  text(bytes: Uint8Array, start: number, end: number): void
  heard(message: InbandMessage): void
  /** `detail` says what exactly, as part of a sentence. */
  fault(code: InbandFault, detail: string): void
}

/**
 * A stage of the text pipeline: a server's bytes in, bytes for the screen and messages out. It can stop at any byte and
 * go on with the next: the outcome is the same however the bytes are cut.
 */
export interface InbandFilter {
  push(bytes: Uint8Array, start: number, end: number, sink: InbandSink): void
  /** Gives out as text what was held back: nothing follows that could make it a whole. */
  flush(sink: InbandSink): void
}

export const LF = 10
export const CR = 13
export const ESC = 27
