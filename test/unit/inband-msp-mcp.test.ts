import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { messageLines, parseLine, speaks21 } from '../../shared/inband/mcp-syntax.ts'
import { everyCut, type Stages } from '../helpers/inband.ts'
import { random } from '../helpers/cut.ts'

function through(text: string, on: readonly ('MXP' | 'MSP')[] = [], key?: string): Stages {
  const { whole, cuts } = everyCut(latin1(text), on, key)
  for (const cut of cuts) {
    // With a key the answer comes at another place of the stream for each way of cutting.
    expect(cut.heard).toEqual(whole.heard)
    expect(cut.facts).toEqual(whole.facts)
  }
  return whole
}

describe('MSP', () => {
  const msp = (text: string): Stages => through(text, ['MSP'])

  it('takes triggers out of the text and tells what they say', () => {
    const { text, messages, facts } = msp(
      'It rains.\r\n!!SOUND(weather/rain.wav V=30 L=-1 P=20 T=weather U=http://h/s/)\r\n\x1b[1m!!music("my file.mid" L=2 C=1) You hear it.\r\n!!SOUND(Off)\r\nEnd',
    )
    expect(text).toBe('It rains.\r\n\x1b[1m You hear it.\r\nEnd')
    expect(messages).toEqual([
      {
        protocol: 'MSP',
        kind: 'sound',
        file: 'weather/rain.wav',
        volume: 30,
        loops: -1,
        type: 'weather',
        url: 'http://h/s/',
      },
      { protocol: 'MSP', kind: 'music', file: 'my file.mid', volume: 100, loops: 2, type: '', url: '' },
      { protocol: 'MSP', kind: 'sound', file: 'Off', volume: 100, loops: 1, type: '', url: '' },
    ])
    expect(facts.sounds[0]?.file).toBe('Off')
  })

  it('leaves alone what only looks like one: in the middle of a line, without an end, too long', () => {
    for (const text of [
      'Bob says !!SOUND(x.wav)\r\n',
      '!!\r\n!! SOUND(x)\r\n!!SOUNDS(x)\r\n!SOUND(x)\r\n!!!SOUND(x)',
      '!!SOUND(never ends\r\nNext',
      `!!SOUND(${'x'.repeat(1000)})`,
    ])
      expect(msp(text).text).toBe(text)
    expect(msp('!!SOUND(x V=900 L=-5 U=y)').messages[0]).toMatchObject({ volume: 100, loops: -1 })
  })

  it('is the same however it is cut, whatever it is', () => {
    const words = ['!!SOUND(', '!!MUSIC(', ')', '!', 'x.wav', ' V=', '\n', '\r', '\x1b[1m', ' ', '"']
    for (let seed = 1; seed <= 150; seed++) {
      const next = random(seed)
      msp(Array.from({ length: 60 }, () => words[Math.floor(next() * words.length)] ?? '').join(''))
    }
  })
})

const HELLO = '\n\r#$#mcp version: 2.1 to: 2.1\n\r\n\rWelcome\n\r'

describe('MCP', () => {
  const KEY = 'k3y'
  const mcp = (text: string): Stages => {
    const { whole, cuts } = everyCut(latin1(HELLO + text), [], undefined)
    for (const cut of cuts) expect(cut.heard).toEqual(whole.heard)
    // The answer comes behind the greeting, however the rest is cut.
    const parts = [1, 3, 1000].map((size) => {
      const { whole: first } = everyCut(latin1(HELLO), [], KEY)
      for (let at = 0; at < text.length; at += size) first.push(latin1(text.slice(at, at + size)))
      return first
    })
    for (const part of parts) expect(part.heard).toEqual(parts[0]?.heard)
    return parts[0] as Stages
  }

  it('hears the greeting, wherever a line begins, and shows the rest', () => {
    const { text, messages } = through(HELLO)
    expect(text).toBe('\n\r\n\rWelcome\n\r')
    expect(messages).toEqual([{ protocol: 'MCP', kind: 'greeting', from: '2.1', to: '2.1' }])
    expect(through('Hi\r\n#$#mcp version: 2.1 to: 2.1\r\n').messages).toHaveLength(1)
    expect(through('Bob: #$#mcp version: 2.1 to: 2.1\r\n').messages).toEqual([])
  })

  it('leaves text alone before a greeting, also what begins like one', () => {
    for (const text of [
      '#\r\n# root\r\n#$\r\n#$#\r\n#$#mcp\r\n#$#mcp is good\r\n#$#mcpx\r\n#$#edit name\r\n',
      `#$#mcp ${'x'.repeat(500)}`,
    ])
      expect(through(text).text).toBe(text)
    expect(through(`${'x'.repeat(262_144)}\n#$#mcp version: 2.1 to: 2.1\n`).messages).toEqual([])
  })

  it('takes in packages, status, pages and cords, and shows none of it', () => {
    const { text, facts, faults } = mcp(
      [
        `#$#mcp-negotiate-can ${KEY} package: dns-org-mud-moo-simpleedit min-version: 1.0 max-version: 1.0`,
        `#$#mcp-negotiate-end ${KEY}`,
        `#$#dns-com-awns-status ${KEY} text: "You are \\"idle\\"."`,
        `#$#dns-com-awns-displayurl ${KEY} url: http://example.org/`,
        `#$#dns-com-awns-serverinfo ${KEY} home_url: http://h/ help_url: "http://p/"`,
        `#$#mcp-cord-open ${KEY} _id: R1 _type: whiteboard`,
        '#$"#$#this is text',
        'and this',
        '',
      ].join('\r\n'),
    )
    expect(text).toBe('\n\r\n\rWelcome\n\r#$#this is text\r\nand this\r\n')
    expect(faults).toEqual([])
    expect(facts.mcp).toMatchObject({
      theirs: [{ name: 'dns-org-mud-moo-simpleedit', min: '1.0', max: '1.0' }],
      complete: true,
      status: 'You are "idle".',
      pages: ['http://example.org/'],
      home: 'http://h/',
      help: 'http://p/',
      cords: [{ id: 'R1', type: 'whiteboard' }],
      messages: 6,
    })
  })

  it('puts texts of many lines together, also two at a time', () => {
    const { facts, faults } = mcp(
      [
        `#$#dns-org-mud-moo-simpleedit-content ${KEY} reference: "#1.description" name: "A lamp" type: string-list content*: "" _data-tag: a1`,
        '#$#* a1 content: first: "line"',
        `#$#dns-org-mud-moo-simpleedit-content ${KEY} reference: two name: two type: string content*: "" _data-tag: b2`,
        '#$#* b2 content: other',
        '#$#* a1 content: ',
        '#$#* a1 content:  third',
        '#$#: b2',
        '#$#: a1',
        '',
      ].join('\n'),
    )
    expect(faults).toEqual([])
    expect(facts.mcp.edits.map(({ name, content }) => [name, content])).toEqual([
      ['two', 'other'],
      ['A lamp', 'first: "line"\n\n third'],
    ])
  })

  it('does nothing for a message with a wrong key, none, or an unknown tag; they are listed and not shown', () => {
    const { text, messages, faults, facts } = mcp(
      [
        '#$#dns-com-awns-status forged text: "You won"',
        '#$#dns-com-awns-status text: "You won"',
        '#$#* zz content: x',
        '#$#: zz',
        '#$# ???',
        `#$#dns-com-awns-status ${KEY} text`,
        'text',
      ].join('\n') + '\n',
    )
    expect(text.endsWith('Welcome\n\rtext\n')).toBe(true)
    expect(messages.map(({ kind }) => kind)).toEqual(['greeting', 'key'])
    expect(faults).toEqual(['mcp-key', 'mcp-key', 'mcp-key', 'mcp-key', 'mcp-broken', 'mcp-broken'])
    expect(facts.mcp.status).toBe('')
  })

  it('stays small: lines without an end, texts without an end, packages without number', () => {
    const begin = `#$#x ${KEY} a*: "" _data-tag: t\n`
    expect(mcp(`#$#${'x'.repeat(70_000)}\nfree`).faults).toEqual(['mcp-broken'])
    const long = everyCut(latin1(HELLO), [], KEY).whole
    long.push(latin1(begin + `#$#* t a: ${'y'.repeat(1000)}\n`.repeat(1100) + '#$#: t\nfree'))
    expect(long.faults).toContain('mcp-broken')
    expect(long.text.endsWith('free')).toBe(true)
    let packages = ''
    for (let i = 0; i < 300; i++)
      packages += `#$#mcp-negotiate-can ${KEY} package: p${i} min-version: 1.0 max-version: 1.0\n`
    expect(mcp(packages).facts.mcp.theirs).toHaveLength(100)
  })

  it('writes what it reads', () => {
    const values = { reference: 'a "b" \\c', content: ['x: 1', '', '  y'], type: 'string-list' }
    const lines = messageLines('dns-set', 'key', values, 't9')
    expect(lines).toEqual([
      '#$#dns-set key reference: "a \\"b\\" \\\\c" content*: "" type: string-list _data-tag: t9',
      '#$#* t9 content: x: 1',
      '#$#* t9 content: ',
      '#$#* t9 content:   y',
      '#$#: t9',
    ])
    expect(parseLine(lines[0] ?? '')).toMatchObject({
      kind: 'message',
      name: 'dns-set',
      key: 'key',
      values: { reference: 'a "b" \\c', type: 'string-list' },
      many: ['content'],
      tag: 't9',
    })
    expect(parseLine(lines[3] ?? '')).toEqual({ kind: 'line', tag: 't9', key: 'content', text: '  y' })
  })

  it('speaks 2.1 alone', () => {
    expect([
      speaks21('2.1', '2.1'),
      speaks21('1.0', '2.1'),
      speaks21('1.0', '1.0'),
      speaks21('2.2', '3.0'),
    ]).toEqual([true, true, false, false])
  })

  it('is the same however it is cut, whatever it is', () => {
    const words = [
      '#',
      '$',
      '#$#',
      '#$"',
      'mcp ',
      'version: 2.1 to: 2.1',
      '\n',
      '\r',
      'key',
      ' a: b',
      '*: ""',
      '* t a: x',
      ': t',
      ' _data-tag: t',
      '"',
    ]
    for (let seed = 1; seed <= 150; seed++) {
      const next = random(seed)
      const noise = Array.from({ length: 60 }, () => words[Math.floor(next() * words.length)] ?? '').join('')
      through(noise)
      through(HELLO + noise)
    }
  })
})
