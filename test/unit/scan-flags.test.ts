import { describe, expect, it } from 'vitest'
import { readScanCommand } from '../../proxy/scan-flags.ts'

const read = (line: string, env: NodeJS.ProcessEnv = {}): ReturnType<typeof readScanCommand> =>
  readScanCommand(line.split(' '), env)

const target = (line: string): unknown => {
  const result = read(line)
  return result.kind === 'scan' ? result.command.target : result
}

describe('the command line of a scan', () => {
  it('takes IPv6 with and without brackets', () => {
    const found = { host: '2001:db8::1', port: 4000 }
    expect(target('2001:db8::1 4000')).toEqual(found)
    expect(target('[2001:db8::1] 4000')).toEqual(found)
    expect(target('[2001:db8::1]')).toEqual({ ...found, port: 23 })
  })

  it('tells the server nothing of its surroundings but COLORTERM', () => {
    const env = { COLORTERM: 'truecolor', TERM: 'screen', LANG: 'de_DE.UTF-8', USER: 'ada', DISPLAY: ':0' }
    const bare = read('mud.example.org')
    const result = read('mud.example.org', env)
    if (result.kind !== 'scan' || bare.kind !== 'scan') throw new Error('no scan')
    expect(result.command.settings).toEqual({ ...bare.command.settings, colorterm: 'truecolor' })
  })

  it.each([
    ['mud.example.org:4000', 'Write the host alone, then the port'],
    ['telnet://mud.example.org', 'Write the host alone, then the port'],
    ['mud.example.org --tls-ca ca.pem', '--tls-ca needs --tls.'],
    ['mud.example.org --tls-no-verify', '--tls-no-verify needs --tls.'],
    ['mud.example.org --json - --log -', 'Only one of --json, --log can go to standard output.'],
    ['mud.example.org --ttype vt\u2612', '--ttype is of ASCII letters, not "vt\u2612".'],
    [
      'mud.example.org --encoding klingon',
      '--encoding is one that Python knows, such as utf-8 or cp437, not "klingon".',
    ],
    ['mud.example.org --set-name Gate', '--set-name needs --data-dir'],
    ['mud.example.org 4000 5000', 'One server at a time: "5000" is too much.'],
  ])('says what is wrong with %s', (line, sentence) => {
    const result = read(line)
    expect(result.kind === 'error' && result.message).toContain(sentence)
  })
})
