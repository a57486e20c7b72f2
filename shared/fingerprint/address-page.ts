import type { Report } from './report.ts'

/** All that is known of the servers at one address. */
export interface AddressPage {
  readonly ip: string
  /** `192.0.2.7 (mud.example.org)`: the address and the name that most of them were reached by. */
  readonly title: string
  /** The newest report of each host and port, in their order. */
  readonly reports: readonly Report[]
}

/** The page of an address; undefined if none of the reports is of it. */
export function addressPage(ip: string, reports: readonly Report[]): AddressPage | undefined {
  const newest = new Map<string, Report>()
  for (const report of reports) {
    if (report.ip !== ip) continue
    const place = `${report.host} ${report.port}`
    const before = newest.get(place)
    // As the census does: times of one form order as texts.
    if (!before || report.connected > before.connected) newest.set(place, report)
  }
  const found = [...newest.values()].sort((a, b) => compareText(a.host, b.host) || a.port - b.port)
  if (found.length === 0) return undefined
  const counts = new Map<string, number>()
  for (const { host } of found) counts.set(host, (counts.get(host) ?? 0) + 1)
  const [host] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))
  return { ip, title: host === ip || host === '' ? ip : `${ip} (${host})`, reports: found }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
