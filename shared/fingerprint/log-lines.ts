export interface LogLine {
  readonly level: 'DEBUG' | 'INFO' | 'WARNING'
  readonly file: string
  readonly line: number
  readonly message: string
}

/** The line of the reference's log for a message, found by the message's shape; `?:0` for one it never writes. */
export declare function logLine(message: string): LogLine
/** `LEVEL file:line message` */
export declare function logText(message: string): string
/** A log line in the width of the census page (130), continued lines indented by four. */
export declare function wrapLine(text: string, indent?: string): readonly string[]
/** Whole log lines again, from wrapped ones with or without indent. */
export declare function unwrapLines(lines: readonly string[]): readonly string[]
/** The parts of a whole line; undefined if it is none. */
export declare function parseLine(text: string): LogLine | undefined
