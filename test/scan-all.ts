import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Schema } from '../shared/fingerprint/record.ts'
import { foldScan, provisional, scanPhase } from '../shared/fingerprint/scan.ts'
import type { PhaseName } from '../shared/fingerprint/result.ts'
import { scanSettings, type Pace } from '../shared/fingerprint/settings.ts'
import { ROOT } from '../proxy/root.ts'
import { scanServer, type ScanRun } from '../proxy/scan-socket.ts'
import { differences, pool } from './helpers/agreement.ts'
import { listenAs } from './helpers/sim-socket.ts'
import { scriptedServers, type Scripted } from './helpers/sim-specs.ts'

// The command behind `npm run scan-all`: every scripted server, over real sockets, in both schemas and at both paces.

interface Scanned {
  readonly group: string
  readonly name: string
  readonly schema: Schema
  readonly pace: Pace
  readonly differs: readonly string[]
  /** Milliseconds from the connection on. */
  readonly took: number
  /** When the provisional fingerprint was first the final one. */
  readonly knownAt: number
  readonly phases: ReadonlyMap<PhaseName, number>
}

const { values } = parseArgs({ options: { width: { type: 'string', default: '40' } } })
const width = Number(values.width)

async function scanOne({ name, spec, expected }: Scripted, schema: Schema, pace: Pace): Promise<Scanned> {
  const server = await listenAs(spec)
  try {
    const settings = scanSettings('tool', { schema, pace })
    const run = await scanServer({ host: '127.0.0.1', port: server.port, tls: undefined }, settings)
    const differs = run.outcome.ok ? differences(run.outcome, expected) : [run.outcome.code]
    return {
      group: groupOf(name),
      name,
      schema,
      pace,
      differs,
      took: run.entries.at(-1)?.at ?? 0,
      ...timesOf(run),
    }
  } finally {
    await server.close()
  }
}

/** `sim-1001-003-chaos` is one of the plain chaos servers, `slow-3003-005-questions` one of the slow. */
const groupOf = (name: string): string => {
  const [speed = '', , , ...kind] = name.split('-')
  return `${speed === 'slow' ? 'slow' : 'plain'} ${kind.join('-')}`
}

/** How long each phase took, and when the fingerprint was known: the recording is folded entry by entry. */
function timesOf({ entries, outcome }: ScanRun): Pick<Scanned, 'phases' | 'knownAt'> {
  const phases = new Map<PhaseName, number>()
  let knownAt = Infinity
  let last: { name: PhaseName; since: number } | undefined
  const final = outcome.ok ? outcome.record['server-probe'].fingerprint : ''
  for (let i = 1; i <= entries.length; i++) {
    const { at } = entries[i - 1] as (typeof entries)[number]
    const scan = foldScan(entries.slice(0, i), scanSettings(), { log: false })
    if (!scan) continue
    if (knownAt === Infinity && provisional(scan, at).fingerprint === final) knownAt = at
    const { name, since } = scanPhase(scan, at)
    if (last && (last.name !== name || last.since !== since))
      phases.set(last.name, (phases.get(last.name) ?? 0) + since - last.since)
    last = { name, since }
  }
  return { phases, knownAt }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2)

const MODES = (['five-key', 'eight-key'] as const).flatMap((schema) =>
  (['reference', 'fast'] as const).map((pace) => ({ schema, pace })),
)

/** One table of every group by schema and pace. */
function table(scans: readonly Scanned[], cell: (some: readonly Scanned[]) => string): void {
  const groups = [...new Set(scans.map(({ group }) => group)), 'all']
  console.table(
    Object.fromEntries(
      groups.map((group) => {
        const row = MODES.map(({ schema, pace }) => {
          const some = scans.filter(
            (scan) =>
              scan.schema === schema && scan.pace === pace && (group === 'all' || scan.group === group),
          )
          return [`${schema} ${pace}`, cell(some)] as const
        })
        return [group, Object.fromEntries(row)]
      }),
    ),
  )
}

const servers = scriptedServers(pathToFileURL(join(ROOT, 'test/vectors/')))
console.log(`${servers.length} servers, ${MODES.length} scans each, ${width} at a time`)
const scans = await pool(
  servers.flatMap((server) =>
    MODES.map(
      ({ schema, pace }) =>
        () =>
          scanOne(server, schema, pace),
    ),
  ),
  width,
)

console.log('\nScans that agree with the reference in everything: fingerprint, lists, tables, MSSP, banners')
table(scans, (some) => `${some.filter(({ differs }) => differs.length === 0).length} of ${some.length}`)
console.log('Seconds a scan took, median')
table(scans, (some) => seconds(median(some.map(({ took }) => took))))
console.log('Seconds until the provisional fingerprint was the final one: median / nine of ten')
table(scans, (some) => {
  const times = some.map(({ knownAt }) => knownAt).sort((a, b) => a - b)
  return `${seconds(median(times))} / ${seconds(times[Math.ceil(times.length * 0.9) - 1] ?? NaN)}`
})
console.log('Seconds in each phase, median over the servers that had it')
const names = [...new Set(scans.flatMap(({ phases }) => [...phases.keys()]))]
console.table(
  Object.fromEntries(
    names.map((phase) => [
      phase,
      Object.fromEntries(
        MODES.map(({ schema, pace }) => {
          const times = scans
            .filter((scan) => scan.schema === schema && scan.pace === pace)
            .flatMap(({ phases }) => phases.get(phase) ?? [])
          return [`${schema} ${pace}`, times.length === 0 ? '' : seconds(median(times))]
        }),
      ),
    ]),
  ),
)

for (const { name, schema, pace, differs } of scans) {
  if (differs.length === 0) continue
  console.log(`${name} ${schema} ${pace} differs in ${differs.join(', ')}`)
  process.exitCode = 1
}
