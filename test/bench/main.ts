import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { formatTable, type Bench } from './bench.ts'
import { logBench } from './log.ts'
import { parserBench } from './parser.ts'
import { proxyBench } from './proxy.ts'
import { reportBench } from './report.ts'
import { terminalBench } from './terminal.ts'

const BENCHES: readonly Bench[] = [parserBench, proxyBench, logBench, terminalBench, reportBench]

const USAGE = `Usage: npm run bench -- [NAME...] [--json FILE]
${BENCHES.map(({ name, about }) => `  ${name.padEnd(10)}${about}`).join('\n')}`

/** Runs the named benches, or all; 0 if what they compared did the same work. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  const unknown = positionals.find((name) => !BENCHES.some((bench) => bench.name === name))
  if (unknown !== undefined) throw new Error(`There is no bench "${unknown}".`)
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const chosen = BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cpus: cpus().length }
  const figures: Record<string, unknown> = {}
  let sound = true
  for (const bench of chosen) {
    console.log(`${bench.name}: ${bench.about} (Node ${machine.node}, ${machine.cpu})\n`)
    const result = await bench.run()
    console.log([formatTable(result.table), '', ...result.notes, ''].join('\n'))
    if (!result.sound) console.error(`${bench.name}: the outputs differ, so the figures mean nothing.`)
    figures[bench.name] = result.figures
    sound &&= result.sound
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, JSON.stringify({ ...machine, benches: figures }, undefined, 2) + '\n')
  }
  return sound ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    console.error(USAGE)
    process.exitCode = 1
  },
)
