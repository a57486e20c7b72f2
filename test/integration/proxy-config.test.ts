import { describe, expect, it } from 'vitest'
import { HELP, readConfig } from '../../proxy/config.ts'

const config = (args: string[], env: Record<string, string> = {}) => {
  const read = readConfig(args, env)
  return read.kind === 'config' ? read.config : read
}
const mistake = (args: string[], env: Record<string, string> = {}) => {
  const read = readConfig(args, env)
  return read.kind === 'error' ? read.message : read
}

describe('the configuration', () => {
  it('is the page at 127.0.0.1:8023 with the demo at 4000 when nothing is said', () => {
    expect(config([])).toEqual({ host: '127.0.0.1', port: 8023, demoPort: 4000, allow: [] })
  })

  it('comes from flags in both spellings', () => {
    expect(config(['--port', '9000', '--host=::1', '--no-demo'])).toEqual({
      host: '::1',
      port: 9000,
      demoPort: undefined,
      allow: [],
    })
    expect(config(['--demo-port=5000', '--allow', 'a.lan', '--allow=10.0.0.0/8:23'])).toMatchObject({
      demoPort: 5000,
      allow: [
        { kind: 'name', name: 'a.lan', port: undefined },
        { kind: 'range', prefix: 8, port: 23 },
      ],
    })
  })

  it('comes from variables too, and a flag wins', () => {
    const env = {
      WILLDO_PORT: '9000',
      WILLDO_HOST: '0.0.0.0',
      WILLDO_DEMO_PORT: '5000',
      WILLDO_ALLOW: 'a.lan, [::1]:4000',
    }
    expect(config([], env)).toMatchObject({
      host: '0.0.0.0',
      port: 9000,
      demoPort: 5000,
      allow: [{ name: 'a.lan' }, { port: 4000 }],
    })
    expect(config(['--port', '9001', '--allow', 'b.lan'], env)).toMatchObject({
      port: 9001,
      allow: [{ name: 'b.lan' }],
    })
    expect(config([], { WILLDO_NO_DEMO: '1' })).toMatchObject({ demoPort: undefined })
    expect(config([], { WILLDO_NO_DEMO: '0', WILLDO_PORT: '' })).toMatchObject({ demoPort: 4000, port: 8023 })
  })

  it('names the flag or variable of a mistake and what it takes', () => {
    expect(mistake(['--port', '65536'])).toBe(
      '--port: "65536" is not accepted. It takes a whole number from 0 to 65535.',
    )
    expect(mistake(['--port', '-1'])).toBe(
      '--port: "-1" is not accepted. It takes a whole number from 0 to 65535.',
    )
    expect(mistake([], { WILLDO_PORT: '8o23' })).toBe(
      'WILLDO_PORT: "8o23" is not accepted. It takes a whole number from 0 to 65535.',
    )
    expect(mistake(['--port'])).toBe('--port needs a value: --port N.')
    expect(mistake(['--port', '1', '--port', '2'])).toBe('--port is given twice.')
    expect(mistake(['--no-demo=1'])).toBe('--no-demo takes no value.')
    expect(mistake(['--prot', '1'])).toBe(
      '--prot is not a flag of this program. "npm start -- --help" lists them.',
    )
    expect(mistake(['8023'])).toBe('8023 is not a flag of this program. "npm start -- --help" lists them.')
    expect(mistake(['--host', 'a b'])).toMatch(
      /^--host: "a b" is not accepted\. It takes an address of this computer/,
    )
    expect(mistake(['--allow', 'http://x'])).toMatch(
      /^--allow: "http:\/\/x" is not accepted\. It takes HOST or HOST:PORT/,
    )
    expect(mistake([], { WILLDO_ALLOW: 'a.lan,b lan' })).toMatch(/^WILLDO_ALLOW: "b lan" is not accepted/)
    expect(mistake([], { WILLDO_NO_DEMO: 'maybe' })).toBe(
      'WILLDO_NO_DEMO: "maybe" is not accepted. It takes 1 or 0.',
    )
  })

  it('has a help text with every flag and variable', () => {
    expect(readConfig(['--port', 'x', '--help'], {})).toEqual({ kind: 'help' })
    for (const word of [
      '--port',
      '--host',
      '--no-demo',
      '--demo-port',
      '--allow',
      'WILLDO_PORT',
      'WILLDO_DEMO_PORT',
    ]) {
      expect(HELP).toContain(word)
    }
  })
})
