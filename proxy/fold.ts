import { readFileSync } from 'node:fs'
import { recordedScan } from '../shared/fingerprint/outcome.ts'
import { foldReport } from '../shared/recording/report.ts'
import { parseRecording, RecordingError } from '../shared/recording/format.ts'
import '../shared/telnet/with-zlib.ts'

const USAGE = `Usage: npm run fold -- FILE [--go-on]

Folds a recording (.willdo.jsonl) and prints what was negotiated as one JSON object, with the
server's fingerprint if the recording holds a scan.
  --go-on   reads on where an entry unpacks to over 8 MiB (else it stops there)`

/** Runs the command; returns its exit code. */
export function fold(args: readonly string[]): number {
  const files = args.filter((arg) => !arg.startsWith('-'))
  const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--go-on' && arg !== '--help')
  if (args.includes('--help')) {
    console.log(USAGE)
    return 0
  }
  const [file] = files
  if (unknown !== undefined || file === undefined || files.length > 1) {
    console.error(unknown === undefined ? USAGE : `fold has no flag ${unknown}.\n${USAGE}`)
    return 2
  }
  try {
    const recording = parseRecording(readFileSync(file, 'utf8'))
    if (recording.truncated) console.error(`${file}: the last line is cut off and was left out.`)
    const report = foldReport(recording.entries, { goOn: args.includes('--go-on') })
    const scan = recordedScan(recording)
    if (scan?.ok === false) console.error(`${file}: ${scan.message}`)
    const found = scan?.ok ? { fingerprint: scan.record['server-probe'].fingerprint } : {}
    console.log(JSON.stringify({ ...report, ...found }, null, 2))
    return 0
  } catch (error) {
    if (error instanceof RecordingError) console.error(`${file}: ${error.message}`)
    else if (isFileError(error)) console.error(`${file} cannot be read (${error.code}). Check the path.`)
    else throw error
    return 1
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error

process.exitCode = fold(process.argv.slice(2))
