import { HELP, readConfig } from './config.ts'
import { startDemo } from './demo/server.ts'
import { startProxy, StartError } from './server.ts'

// The command behind `npm start`.
const read = readConfig(process.argv.slice(2), process.env)
if (read.kind === 'help') console.log(HELP)
else if (read.kind === 'error') fail(read.message)
else await run()

async function run(): Promise<void> {
  if (read.kind !== 'config') return
  const proxy = await startProxy(read.config, { startDemo }).catch((error: unknown) => {
    if (!(error instanceof StartError)) throw error
    fail(error.message)
    return undefined
  })
  if (!proxy) return
  console.log(`page: ${proxy.url}`)
  if (proxy.demo) console.log(`demo: telnet://${proxy.demo.host}:${proxy.demo.port}`)
  let stopping = false
  const stop = (): void => {
    // A second Ctrl+C does not wait for anybody.
    if (stopping) process.exit(1)
    stopping = true
    proxy.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
