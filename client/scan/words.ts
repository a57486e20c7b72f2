import type { ScanProgress } from '../../shared/fingerprint/progress.ts'
import type { OwnForm, PhaseName, ScanFailure, ScanOutcome } from '../../shared/fingerprint/result.ts'
import type { ScanSettings } from '../../shared/fingerprint/settings.ts'
import type { ScanJob } from './job.svelte.ts'

/** Said before the first scan, and wherever somebody wants to know. */
export const WHAT_A_SCAN_DOES =
  'A scan opens a connection of its own to the server, sends telnet’s opening burst and a RETURN, asks for each option and notes the answers. It takes 5 to 20 seconds and logs in nowhere.'

/** A stage of a scan as people see it: phases that do the same are one. */
export interface Stage {
  readonly name: string
  readonly phases: readonly PhaseName[]
  /** What happens there. */
  readonly about: string
}

const STAGES: readonly Stage[] = [
  {
    name: 'Opening burst',
    phases: ['start', 'negotiation'],
    about: 'Offers and asks for what most servers know, all at once, and waits for the answers.',
  },
  {
    name: 'Banner',
    phases: ['settle', 'banner'],
    about: 'Reads what the server shows, until it is quiet for a moment.',
  },
  {
    name: 'Prompts',
    phases: ['round'],
    about: 'Sends a RETURN, or what the server’s question asks for, and reads on.',
  },
  {
    name: 'Probe',
    phases: ['probe'],
    about: 'Asks for each option that the server has not spoken of.',
  },
  {
    name: 'Wrong direction',
    phases: ['wrong-direction'],
    about: 'Asks for what only clients do, and offers what only servers do.',
  },
  {
    name: 'Asked again',
    phases: ['loop-server', 'loop-client'],
    about: 'Asks for what is agreed already, to see whether the server answers once more.',
  },
  {
    name: 'MSSP',
    phases: ['mssp'],
    about: 'Waits for what the server promised to say of itself.',
  },
]

const EIGHT_KEY_ONLY: readonly PhaseName[] = ['wrong-direction', 'loop-server']

/** The stages of a scan with such settings, in order. */
export const stagesOf = ({ schema }: ScanSettings): readonly Stage[] =>
  STAGES.filter(({ phases }) => schema === 'eight-key' || !EIGHT_KEY_ONLY.includes(phases[0] ?? 'start'))

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** What is waited for now, as a sentence. */
export function awaitedText({ phase, awaited, options }: ScanProgress): string {
  if (phase.name === 'negotiation' && awaited.length > 0) return `No answer yet to ${listText(awaited)}.`
  if (phase.name === 'probe') {
    const open = Object.values(options).filter((verdict) => verdict === 'no answer').length
    return open === 0
      ? 'Every option is answered.'
      : `No answer yet for ${open} of ${Object.keys(options).length} options.`
  }
  return phase.round > 1 ? `Round ${phase.round}.` : ''
}

const SHOWN = 4

function listText(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ')
  const more = names.length - SHOWN
  return more > 0 ? `${shown} and ${more} more` : shown
}

/** What is said of the phase to those who hear the page. */
export function spokenPhase(progress: ScanProgress | undefined, settings: ScanSettings): string {
  if (!progress) return 'Connecting'
  const stage = stagesOf(settings).find(({ phases }) => phases.includes(progress.phase.name))
  if (!stage) return ''
  return progress.phase.round > 1 ? `${stage.name}, round ${progress.phase.round}` : stage.name
}

/** Which stage is at hand, for how long the scan goes on, and when it ends at the latest. */
export function timeText(
  { progress, settings }: Pick<ScanJob, 'progress' | 'settings'>,
  now: number,
): string {
  if (!progress) return 'Connecting…'
  const { cap } = progress.phase
  const most = cap === undefined ? '' : `, ${Math.round(cap / 1000)} s at most`
  return `${spokenPhase(progress, settings)}: ${seconds(now)} so far${most}`
}

/** How a scan was made: a fingerprint is only comparable to others of its kind. */
export function manner({ schema, pace, profile, 'scan-type': type }: OwnForm): string {
  const keys = schema === 'five-key' ? 'five' : 'eight'
  return `A ${type} scan with ${keys} keys, at ${pace} pace, with the patience of the ${profile}.`
}

/** The end, with the fingerprint. */
export const spokenEnd = (outcome: ScanOutcome): string =>
  outcome.ok
    ? `The scan is done. Fingerprint ${[...outcome.record['server-probe'].fingerprint].join(' ')}`
    : failureText(outcome)

/** A failure of the scan itself was in the connection to the server. */
export const failureText = ({ code, message }: ScanFailure): string =>
  code === 'stopped' ? message : `Game: ${message}`

/** How often the server wants to be visited, in its own MSSP. */
export function crawlText(delay: string): string {
  if (delay === '-1') return 'The server does not mind how often programs visit it (MSSP CRAWL DELAY -1).'
  const hours = delay === '1' ? 'an hour' : `${delay} hours`
  return `The server asks programs to leave ${hours} between two visits (MSSP CRAWL DELAY).`
}
