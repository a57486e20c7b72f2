import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { recordText } from '../shared/fingerprint/write.ts'
import type { ScanOutcome, ScanPhase } from '../shared/fingerprint/result.ts'
import {
  FileRefusal,
  logFileText,
  recordingText,
  saveName,
  saveRecord,
  whyNotWritable,
  writeWhole,
} from './scan-files.ts'
import { readScanCommand, SCAN_HELP, type ScanCommand } from './scan-flags.ts'
import { PHASE_WORDS, resultText } from './scan-text.ts'
import { ScanConnectError, scanServer, type ScanRun } from './scan-socket.ts'

// The command behind `npm run scan`.
const read = readScanCommand(process.argv.slice(2), process.env)
if (read.kind === 'help') console.log(SCAN_HELP)
else if (read.kind === 'error') fail(2, read.message)
else await scan(read.command)

async function scan(command: ScanCommand): Promise<void> {
  const { json, log, record, silent } = command
  const files = [json, log, record].filter((path) => path !== undefined && path !== '-')
  // Better now than after the scan, which a server would have to bear once more.
  const unwritable = files.flatMap((path) => whyNotWritable(path ?? '') ?? [])
  if (unwritable.length > 0) return fail(2, unwritable.join('\n'))
  try {
    const run = await scanned(command)
    const { outcome } = run
    // What is piped into another program stays alone.
    if (!silent && ![json, log, record].includes('-')) console.log(resultText(outcome))
    if (!outcome.ok) fail(1, outcome.message)
    for (const refusal of keep(command, run)) fail(1, refusal)
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

/** Keeps what was asked for; what cannot be kept does not take the rest with it. Returns why not, each a sentence. */
function keep({ json, record, log, dataDir, setName }: ScanCommand, run: ScanRun): readonly string[] {
  const { outcome } = run
  const refusals: string[] = []
  const attempt = (path: string | undefined, save: (path: string) => void): void => {
    try {
      if (path !== undefined) save(path)
    } catch (error) {
      if (!(error instanceof FileRefusal)) throw error
      refusals.push(error.message)
    }
  }
  // These are worth most when something went wrong.
  attempt(record, (path) => write(path, recordingText(run)))
  attempt(log, (path) => write(path, logFileText(outcome.log)))
  if (!outcome.ok) return refusals
  attempt(json, (path) => write(path, recordText(outcome.record)))
  attempt(dataDir, (path) => {
    saveRecord(path, outcome.record)
    if (setName !== undefined) saveName(path, fingerprintOf(outcome), setName)
  })
  return refusals
}

function fingerprintOf(outcome: Extract<ScanOutcome, { ok: true }>): string {
  return outcome.record['server-probe'].fingerprint
}

function write(path: string, text: string): void {
  if (path === '-') process.stdout.write(text)
  else writeWhole(path, text)
}

function authority(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new FileRefusal(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Check the path.`,
    )
  }
  try {
    new X509Certificate(text)
  } catch {
    // Node would pass over it without a word.
    throw new FileRefusal(`${path} holds no certificate. It has to be one in PEM.`)
  }
  return text
}

function fail(code: number, message: string): void {
  console.error(message)
  process.exitCode = code
}
