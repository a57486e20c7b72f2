import { describe, expect, it } from 'vitest'
import { HELP, readConfig } from '../../proxy/config.ts'
import { flagOf, SETTINGS } from '../../proxy/settings.ts'

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
    expect(config([])).toMatchObject({
      host: '127.0.0.1',
      port: 8023,
      demoPort: 4000,
      mode: 'open',
      games: [],
      allow: [],
      deny: [],
      origins: [],
      trustProxy: [],
      parkSeconds: 120,
      stopSeconds: 5,
      connectSeconds: 10,
      logLevel: 'info',
    })
  })

  it('comes from flags in both spellings', () => {
    expect(config(['--port', '9000', '--host=::1', '--no-demo'])).toMatchObject({
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
    expect(mistake(['--via', 'a b'])).toBe(
      '--via: "a b" is not accepted. It takes up to 32 letters, digits, - and _.',
    )
    expect(mistake([], { WILLDO_DENYS: '10.0.0.1', HOME: '/' })).toBe(
      'WILLDO_DENYS is not a variable of this program. Each is named like its flag: WILLDO_PORT, WILLDO_DENY.',
    )
    expect(mistake([], { WILLDO_NO_DEMO: 'maybe' })).toBe(
      'WILLDO_NO_DEMO: "maybe" is not accepted. It takes 1 or 0.',
    )
  })

  it('names all mistakes at once', () => {
    const text = mistake(['--port', 'x', '--mode', 'closed', '--park-seconds=-1'], {
      WILLDO_MAX_HOURS: '1.5',
    })
    expect((text as string).split('\n').sort()).toEqual([
      '--mode: "closed" is not accepted. It takes open, list, single.',
      '--park-seconds: "-1" is not accepted. It takes a whole number from 0 to 999999.',
      '--port: "x" is not accepted. It takes a whole number from 0 to 65535.',
      'WILLDO_MAX_HOURS: "1.5" is not accepted. It takes a whole number from 0 to 999999.',
    ])
  })

  it('reads games with their names, TLS and IPv6 addresses', () => {
    expect(
      config(['--game', 'My MUD=mud.example:4000', '--game', 'B=telnets://[2001:db8::1]:992']),
    ).toMatchObject({
      games: [
        { name: 'My MUD', host: 'mud.example', port: 4000, tls: false, builtIn: false },
        { name: 'B', host: '2001:db8::1', port: 992, tls: true },
      ],
    })
    for (const text of [
      'mud.example:4000',
      'A=mud.example',
      'A=:4000',
      'A=a b:1',
      'A=10.0.0.0/8:23',
      'A=x:0',
    ])
      expect(mistake(['--game', text])).toBe(
        `--game: "${text}" is not accepted. It takes NAME=HOST:PORT or NAME=telnets://HOST:PORT.`,
      )
  })

  it('wants games where nothing else may be dialled', () => {
    expect(mistake(['--mode', 'single'])).toMatch(/exactly one --game, and there are 0/)
    expect(mistake(['--mode', 'list'])).toMatch(/needs games/)
    expect(config(['--mode', 'single', '--game', 'A=mud.example:4000'])).toMatchObject({
      mode: 'single',
      demoPort: undefined,
    })
  })

  it('takes origins as browsers write them, and nothing that is more than an origin', () => {
    expect(config(['--origin', 'HTTPS://Play.Example:443/', '--origin', '*'])).toMatchObject({
      origins: ['https://play.example', '*'],
    })
    for (const text of ['play.example', 'https://a/b', 'ftp://a', 'https://u@a', 'https://a?b'])
      expect(mistake(['--origin', text])).toMatch(/^--origin: ".*" is not accepted\. It takes https/)
  })

  it('has a help text with every flag', () => {
    expect(readConfig(['--port', 'x', '--help'], {})).toEqual({ kind: 'help' })
    for (const setting of SETTINGS) expect(HELP).toContain(flagOf(setting))
    expect(HELP).toContain('--check-config')
    expect(HELP.split('\n').every((line) => line.length <= 120)).toBe(true)
  })
})

describe('a configuration file', () => {
  const withFile = (text: string, args: string[] = [], env: Record<string, string> = {}) =>
    readConfig(['--config', 'willdo.json', ...args], env, (path) => {
      if (path !== 'willdo.json') throw new Error(`ENOENT: no such file, open '${path}'`)
      return text
    })

  it('says what variables and flags do not', () => {
    const file = JSON.stringify({
      port: 9000,
      noDemo: true,
      parkSeconds: 60,
      origins: ['https://play.example'],
      games: [{ name: 'A', host: '::1', port: 4000, tls: true }],
      maxHours: 12,
    })
    expect(withFile(file, ['--port', '9001'], { WILLDO_PARK_SECONDS: '30' })).toMatchObject({
      kind: 'config',
      config: {
        port: 9001,
        demoPort: undefined,
        parkSeconds: 30,
        origins: ['https://play.example'],
        games: [{ name: 'A', host: '::1', port: 4000, tls: true }],
        maxHours: 12,
      },
    })
  })

  it('may be named by a variable', () => {
    expect(readConfig([], { WILLDO_CONFIG: 'x.json' }, () => '{"port": 1}')).toMatchObject({
      config: { port: 1 },
    })
  })

  it.each([
    ['{"port": "8023"}', /^willdo\.json, "port": "8023" is not accepted\. It takes a number\.$/],
    [
      '{"port": 70000}',
      /^willdo\.json, "port": "70000" is not accepted\. It takes a whole number from 0 to 65535/,
    ],
    ['{"prot": 1}', /^willdo\.json, "prot" is not a setting\. Settings are port, host/],
    ['{"noDemo": 1}', /It takes true or false/],
    ['{"allow": "a.lan"}', /It takes an array of texts/],
    ['{"allow": ["a b"]}', /^willdo\.json, "allow": "a b" is not accepted\. It takes HOST/],
    ['{"games": [{"name": "A"}]}', /It takes an array of objects/],
    ['{"__proto__": {"port": 1}}', /is not a setting/],
    ['{port: 1}', /^willdo\.json cannot be read: .*It takes a JSON object/],
    ['[]', /^willdo\.json: there is no JSON object in it/],
  ])('with %s is told what is wrong', (text, message) => {
    const read = withFile(text)
    expect(read.kind === 'error' ? read.message : read).toMatch(message)
  })

  it('that is not there is a mistake', () => {
    const read = readConfig(['--config', '/nowhere/willdo.json'], {})
    expect(read).toMatchObject({ kind: 'error' })
    expect(JSON.stringify(read)).toContain('/nowhere/willdo.json cannot be read')
  })

  it('is what --check-config prints, and means the same when it is read again', () => {
    const first = readConfig(['--check-config', '--allow', '10.0.0.0/8:23', '--game', 'A=[::1]:4000'], {})
    if (first.kind !== 'check') throw new Error(JSON.stringify(first))
    const again = withFile(first.text)
    expect(again).toEqual({ kind: 'config', config: first.config })
  })
})
