import { PlainLines } from './plain-lines.ts'

/** After so many milliseconds of work the page gets a turn. */
const TURN = 20

/** What a transcript is made from. */
export interface TranscriptSource {
  /** A line for the top, such as where and when. */
  readonly title: string
  /** The beginning of the session is no longer kept. */
  readonly cut: boolean
  readonly pieces: Iterable<string>
}

/** A session as plain text, a part at a time, with turns for the page in between. */
export async function* transcript(
  { title, cut, pieces }: TranscriptSource,
  turn: () => Promise<void>,
  now: () => number,
): AsyncGenerator<string, void> {
  const lines = new PlainLines(true)
  yield `${title}\n`
  if (cut) yield 'The beginning is missing: the page keeps only the last part of a long session.\n'
  yield '\n'
  let began = now()
  for (const piece of pieces) {
    const ended = lines.push(piece)
    if (ended.length > 0) yield `${ended.join('\n')}\n`
    if (now() - began < TURN) continue
    await turn()
    began = now()
  }
  const last = lines.flush()
  if (last.length > 0) yield `${last.join('\n')}\n`
}
