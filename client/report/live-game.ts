import { decodeEscaping } from '../../shared/fingerprint/codecs.ts'
import { playedOf } from '../../shared/fingerprint/played.ts'
import type { SessionView } from '../state/session.svelte.ts'
import type { ShownGame } from './source.ts'

/** The game that is played on this page, as it stands now. */
export function liveGame(view: SessionView): ShownGame {
  view.publish()
  const { header, timeline, snapshot, at, encoding } = view
  const played = playedOf(header, timeline.entries, snapshot, at)
  return {
    played: { ...played, over: view.phase === 'ended' },
    greeting: played.greeting && decodeEscaping(played.greeting, encoding),
    encoding,
    origin: { kind: 'here' },
    notes: [],
    recording: () => view.recording(),
  }
}
