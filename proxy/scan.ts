import { readFileSync } from 'node:fs'
import { recordText } from '../shared/fingerprint/write.ts'
import type { ScanOutcome, ScanPhase } from '../shared/fingerprint/result.ts'
import { FileRefusal, logFileText, recordingText, saveName, saveRecord, writeWhole } from './scan-files.ts'
import { readScanCommand, SCAN_HELP, type ScanCommand } from './scan-flags.ts'
import { PHASE_WORDS, resultText } from './scan-text.ts'
import { ScanConnectError, scanServer, type ScanRun } from './scan-socket.ts'

// The command behind `npm run scan`.
const read = readScanCommand(process.argv.slice(2), process.env)
if (read.kind === 'help') console.log(SCAN_HELP)
else if (read.kind === 'error') fail(2, read.message)
else await scan(read.command)

async function scan(command: ScanCommand): Promise<void> {
  try {
    const run = await scanned(command)
    keep(command, run)
    const { outcome } = run
    // What is piped into another program stays alone.
    if (!command.silent && command.json !== '-') console.log(resultText(outcome))
    if (!outcome.ok) fail(1, outcome.message)
  } catch (error) {
    if (!(error instanceof ScanConnectError || error instanceof FileRefusal)) throw error
    fail(1, error.message)
  }
}

async function scanned({ target, tls, settings, silent }: ScanCommand): Promise<ScanRun> {
  const stopped = new AbortController()
  // The first Ctrl+C ends the scan and keeps what there is, the second ends the program.
  process.once('SIGINT', () => stopped.abort())
  const ca = tls?.caFile === undefined ? undefined : authority(tls.caFile)
  const trust = tls && { verify: tls.verify, ...(ca !== undefined && { ca }) }
  let shown: string | undefined
  const onPhase = (phase: ScanPhase, at: number): void => {
    const words = PHASE_WORDS[phase.name] + (phase.round > 0 ? ` ${phase.round}` : '')
    if (words === shown) return
    shown = words
    console.error(`${(at / 1000).toFixed(1).padStart(5)} s  ${words}`)
  }
  const quiet = silent || !process.stderr.isTTY
  return scanServer({ ...target, tls: trust }, settings, {
    signal: stopped.signal,
    ...(!quiet && { onPhase }),
  })
}

function keep({ json, record, log, dataDir, setName }: ScanCommand, run: ScanRun): void {
  const { outcome } = run
  // These are worth most when something went wrong.
  if (record !== undefined) write(record, recordingText(run))
  if (log !== undefined) write(log, logFileText(outcome.log))
  if (!outcome.ok) return
  if (json !== undefined) write(json, recordText(outcome.record))
  if (dataDir === undefined) return
  saveRecord(dataDir, outcome.record)
  if (setName !== undefined) saveName(dataDir, fingerprintOf(outcome), setName)
}

function fingerprintOf(outcome: Extract<ScanOutcome, { ok: true }>): string {
  return outcome.record['server-probe'].fingerprint
}

function write(path: string, text: string): void {
  if (path === '-') process.stdout.write(text)
  else writeWhole(path, text)
}

function authority(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new FileRefusal(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Check the path.`,
    )
  }
}

function fail(code: number, message: string): void {
  console.error(message)
  process.exitCode = code
}
