import type { PhaseName, ScanOutcome, ScanResult } from '../shared/fingerprint/result.ts'

/** What a scan does in each phase. */
export const PHASE_WORDS: Readonly<Record<PhaseName, string>> = {
  start: 'connected',
  negotiation: 'the opening burst is out; waits for its answers',
  settle: 'waits for text',
  banner: 'reads the banner',
  round: 'answers what the server asks, round',
  probe: 'asks for each option',
  'wrong-direction': 'asks in the wrong direction',
  'loop-server': 'asks again for what the server does',
  'loop-client': 'offers again what the client does',
  mssp: 'waits for MSSP',
  done: 'done',
  failed: 'failed',
}

/** A scan's result for a person to read. */
export const resultText = (outcome: ScanOutcome): string =>
  outcome.ok
    ? succeeded(outcome)
    : [
        ...(outcome.provisional ? [`So far: ${outcome.provisional.fingerprint} (provisional)`] : []),
        ...outcome.notices.map(({ message }) => message),
      ].join('\n')

function succeeded({ record, derived, own }: ScanResult): string {
  const { fingerprint, session_data: session } = record['server-probe']
  const options = (verdict: string): string =>
    Object.keys(own.options)
      .filter((name) => own.options[name] === verdict)
      .sort()
      .join(', ')
  const data = record['server-probe']['fingerprint-data']
  const lists: readonly (readonly [string, string | undefined])[] = [
    ['offered', options('offered')],
    ['requested', data['requested-options'].join(', ')],
    ['refused', options('refused')],
    ['no answer', options('no answer')],
    ['refused in the wrong direction', data['directional-refusals']?.join(', ')],
    ['offered in the wrong direction', data['wrong-direction-offered']?.join(', ')],
    ['negotiates in loops', data['looped-negotiation']?.join(', ')],
  ]
  const { probe, total } = session.timing
  return [
    `fingerprint: ${fingerprint} (${own.schema}, ${own['scan-type']})`,
    ...(derived ? [`five-key: ${derived.fingerprint} (derived)`] : []),
    ...lists.filter(([, names]) => names).map(([label, names]) => `${label}: ${names}`),
    ...(own['round-trip-ms'] === null ? [] : [`round trip: ${Math.round(own['round-trip-ms'])} ms`]),
    `time: ${total.toFixed(2)} s, of it the probe ${probe.toFixed(2)} s (pace ${own.pace}, profile ${own.profile})`,
    ...own.notices.map(({ message }) => message),
  ].join('\n')
}
