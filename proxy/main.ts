import { HELP, readConfig } from './config.ts'
import type { Config } from './config.ts'
import { startDemo } from './demo/server.ts'
import { startProxy, StartError } from './server.ts'

// The command behind `npm start`.
const read = readConfig(process.argv.slice(2), process.env)
if (read.kind === 'help') console.log(HELP)
else if (read.kind === 'error') fail(read.message)
else if (read.kind === 'check') console.log(read.text)
else await run(read.config)

async function run(config: Config): Promise<void> {
  const proxy = await startProxy(config, { startDemo }).catch((error: unknown) => {
    if (!(error instanceof StartError)) throw error
    fail(error.message)
    return undefined
  })
  if (!proxy) return
  console.log(`page: ${proxy.url}`)
  if (proxy.demo) console.log(`demo: telnet://${proxy.demo.host}:${proxy.demo.port}`)
  let stopping = false
  const stop = (graceSeconds: number): void => {
    // A second signal does not wait for anybody.
    if (stopping) process.exit(1)
    stopping = true
    proxy.close(graceSeconds * 1000).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  // Whoever presses Ctrl+C sits here and knows what he ends; SIGTERM comes from a machine, and people are playing.
  process.on('SIGINT', () => stop(0))
  process.on('SIGTERM', () => stop(config.stopSeconds))
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
