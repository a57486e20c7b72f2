import { decodeEscaping, loadCodecs } from '../../shared/fingerprint/codecs.ts'
import { logText } from '../../shared/fingerprint/log-lines.ts'
import { recordedScan } from '../../shared/fingerprint/outcome.ts'
import { recordedGame } from '../../shared/fingerprint/played.ts'
import { recordText } from '../../shared/fingerprint/write.ts'
import { parseRecording, RecordingError, type Recording } from '../../shared/recording/format.ts'
import { whereIn } from '../../shared/recording/where.ts'
import '../../shared/telnet/with-zlib.ts'
import type { ShownGame, ShownScan } from './source.ts'

/** What a recording turned out to hold, or a sentence about why it cannot be shown. */
export type OpenedRecording =
  { readonly scan: ShownScan } | { readonly game: ShownGame } | { readonly problem: string }

const CUT = 'The recording breaks off in its last line; what comes before it is shown.'

/** Folds the recording in a file: a scan, else the game that was played. */
export async function openRecording(name: string, text: string): Promise<OpenedRecording> {
  let recording: Recording
  try {
    recording = parseRecording(text)
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error
    return { problem: `${name}: ${error.message} Save or copy the recording again.` }
  }
  const origin = { kind: 'file', name } as const
  const notes = recording.truncated ? [CUT] : []
  // A scan may have met any character set.
  await loadCodecs()
  const outcome = recordedScan(recording)
  if (!outcome) {
    const played = recordedGame(recording)
    const encoding = 'utf-8'
    const greeting = played.greeting && decodeEscaping(played.greeting, encoding)
    return { game: { played, greeting, encoding, origin, notes, recording: () => [text] } }
  }
  if (!outcome.ok) return { problem: `${name} holds a scan without a fingerprint. ${outcome.message}` }
  const { record, own } = outcome
  const { country } = whereIn(recording.entries)
  return {
    scan: {
      scanned: {
        record,
        own,
        log: outcome.log.map(logText).join('\n'),
        ...(country !== undefined && { country }),
      },
      origin,
      leftOut: [],
      notes,
      text: recordText(record),
      recording: text,
    },
  }
}
