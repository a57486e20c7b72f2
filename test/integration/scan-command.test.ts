import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordText } from '../../shared/fingerprint/write.ts'
import { readRecord } from '../../shared/fingerprint/read.ts'
import { parseLine } from '../../shared/fingerprint/log-lines.ts'
import { ROOT } from '../../proxy/root.ts'
import { listen, listenAs } from '../helpers/sim-socket.ts'
import { scriptedServers } from '../helpers/sim-specs.ts'

const folder = mkdtempSync(join(tmpdir(), 'willdo-scan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(command: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'proxy/start.mjs'), command, ...args], { cwd: ROOT })
  let out = ''
  let err = ''
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

describe('npm run scan', () => {
  // Built once, before anything is timed.
  beforeAll(() => Promise.all([run('scan', '--help'), run('fold', '--help')]), 60_000)

  it('prints the fingerprint and writes record, log and recording', async () => {
    const [{ spec, expected } = {}] = scriptedServers()
    if (!spec || !expected) throw new Error('no scripted server')
    const server = await listenAs(spec)
    const file = (name: string): string => join(folder, name)
    const { code, out, err } = await run(
      ...(['scan', '127.0.0.1', String(server.port), '--pace', 'fast'] as const),
      ...['--json', file('record.json'), '--log', file('log.txt'), '--record', file('scan.willdo.jsonl')],
      ...['--data-dir', file('data'), '--set-name', 'The refuser'],
    )
    await server.close()
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { fingerprint } = expected['five-key']
    expect(out).toContain(`fingerprint: ${fingerprint} (five-key, quick)`)

    const text = readFileSync(file('record.json'), 'utf8')
    const reading = readRecord(text)
    if (reading.kind !== 'record') throw new Error(text)
    expect(recordText(reading.record)).toBe(text)
    expect(reading.record.sessions).toMatchObject([{ host: '127.0.0.1', ip: '127.0.0.1', port: server.port }])

    const lines = readFileSync(file('log.txt'), 'utf8').trimEnd().split('\n')
    expect(lines.map(parseLine)).not.toContain(undefined)
    expect(lines.at(-2)).toContain(`connection for server fingerprint ${fingerprint}`)

    const folded = await run('fold', file('scan.willdo.jsonl'))
    expect(JSON.parse(folded.out)).toMatchObject({ fingerprint })

    const [saved = ''] = readdirSync(join(folder, 'data/server', fingerprint))
    expect(readFileSync(join(folder, 'data/server', fingerprint, saved), 'utf8')).toBe(text)
    const names: unknown = JSON.parse(readFileSync(join(folder, 'data/fingerprint_names.json'), 'utf8'))
    expect(names).toEqual({ [fingerprint]: 'The refuser' })
  })

  it('says in a sentence what it did not understand, and ends with 2', async () => {
    const { code, err } = await run('scan', 'mud.example.org', '0', '--pace', 'slow', '--mssp-wait', 'long')
    expect(code).toBe(2)
    expect(err).toBe(
      'A port is a number from 1 to 65535, not "0".\n' +
        '--mssp-wait is seconds, at most 600, not "long".\n' +
        '--pace is one of reference, fast, not "slow".\n',
    )
    expect((await run('scan', '--wat')).err).toContain('--help lists all flags')
  })

  it('asks for folders that are not there before it bothers a server', async () => {
    let visits = 0
    const server = await listen(() => visits++)
    const there = (name: string): readonly string[] => [`--${name}`, join(folder, 'none', name)]
    const files = [...there('json'), ...there('record'), '--log', folder]
    const { code, err } = await run('scan', '127.0.0.1', String(server.port), ...files)
    await server.close()
    expect({ code, visits }).toEqual({ code: 2, visits: 0 })
    const lines = err.trimEnd().split('\n')
    expect(
      lines.filter((line) => line.endsWith(`there is no folder ${folder}/none. Make it first.`)),
    ).toHaveLength(2)
    expect(lines).toContain(`${folder} is a folder. Name a file in it.`)
  })

  it('keeps the result and the other files when one cannot be written', async () => {
    const server = await listen((socket) => socket.end('bye\r\n'))
    const file = join(folder, 'kept.json')
    const { code, out, err } = await run(
      ...(['scan', '127.0.0.1', String(server.port), '--json', file, '--data-dir', '/dev/null'] as const),
    )
    await server.close()
    expect(code).toBe(1)
    expect(err).toContain('/dev/null/server')
    expect(out).toContain('fingerprint: c2dd7d4e76383b41')
    expect(readFileSync(file, 'utf8')).toContain('c2dd7d4e76383b41')
  })

  it('ends with 1 and a sentence when there is no server', async () => {
    const server = await listenAs({})
    await server.close()
    const { code, err } = await run('scan', '127.0.0.1', String(server.port))
    expect(code).toBe(1)
    expect(err).toBe(
      `Nothing listens at 127.0.0.1 port ${server.port}. The server may be down, or its port is another one.\n`,
    )
  })
})
