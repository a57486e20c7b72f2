import { reportOf, type Report } from '../../shared/fingerprint/report.ts'
import { countryText } from '../ui/facts.ts'
import type { Reports } from './reports.svelte.ts'
import type { ShownScan } from './source.ts'

/** The report of a scan, with the country that its record does not name. */
export function reportOfShown({ scanned }: ShownScan, { countries }: Pick<Reports, 'countries'>): Report {
  const letters = scanned.country ?? countries.get(scanned.record.sessions.at(-1)?.ip ?? '')
  return reportOf(scanned, letters === undefined ? undefined : { letters, name: countryText(letters) })
}
