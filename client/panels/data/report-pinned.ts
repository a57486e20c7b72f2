import { msdp, msdpCommand, type MsdpFacts } from '../../../shared/options/msdp.ts'
import { TELOPT } from '../../../shared/telnet/codes.ts'
import type { Gauge } from '../../state/gauges.ts'
import type { SessionView } from '../../state/session.svelte.ts'
import { isOn } from './msdp-asking.svelte.ts'

/** Asks for reports of the pinned variables that nobody asked for yet: a person pinned them to see them change. */
export function reportPinned(view: SessionView, gauges: readonly Gauge[]): void {
  if (!isOn(view, TELOPT.MSDP)) return
  const { reported } = view.snapshot.facts[TELOPT.MSDP] as MsdpFacts
  const wanted = gauges
    .filter(({ from }) => from === 'MSDP')
    .flatMap(({ path, max }) => [path[0], typeof max === 'object' ? max[0] : undefined])
    .filter((name): name is string => typeof name === 'string' && !reported.has(name))
  if (wanted.length === 0) return
  const payload = msdp.encode(msdpCommand('REPORT', [...new Set(wanted)]))
  view.ask({ kind: 'subnegotiation', option: TELOPT.MSDP, payload })
}
