import { parseArgs } from 'node:util'
import { chaos } from './helpers/chaos.ts'

const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true })
const megabytes = Number(positionals[0] ?? 50)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))

if (!(megabytes > 0) || !Number.isInteger(seed)) {
  console.error('Usage: npm run chaos -- [MEGABYTES] [--seed N]')
  process.exitCode = 1
} else {
  console.log(`${megabytes} MB through a network that breaks all the time (seed ${seed})`)
  const began = performance.now()
  const { connections, cuts, resumes, toClient, toGame, ending } = await chaos(megabytes * 1e6, seed)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    `${connections} connections, ${cuts} cuts, ${resumes} resumes in ${seconds} s; ${ending.message}`,
  )
  for (const [name, stream] of [
    ['game to page', toClient],
    ['page to game', toGame],
  ] as const) {
    const same = stream.sent === stream.arrived
    console.log(
      `${name}: ${stream.bytes} bytes, SHA-256 ${stream.arrived} ${same ? 'equal' : `and not ${stream.sent}`}`,
    )
    if (!same) process.exitCode = 1
  }
}
