import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { readCommandLink } from '../../shared/inband/link-address.ts'
import { everyCut, Stages } from '../helpers/inband.ts'
import { random } from '../helpers/cut.ts'

const SECURE = '\x1b[6z'
const ST = '\x1b\\'
const link = (address: string, text: string): string => `\x1b]8;;${address}${ST}${text}\x1b]8;;${ST}`

/** The text through MXP, which every way of cutting it must agree on. */
function mxp(text: string): Stages {
  const { whole, cuts } = everyCut(latin1(text), ['MXP'])
  for (const cut of cuts) {
    expect(cut.heard).toEqual(whole.heard)
    expect(cut.facts).toEqual(whole.facts)
  }
  return whole
}

const shown = (text: string): string => mxp(text).text

describe('MXP', () => {
  it('shows what formatting tags mean, and puts back what was before', () => {
    expect(shown('<b>bold</b> <I>it</I> <u>x</u> <s>y</s>')).toBe(
      '\x1b[1mbold\x1b[22m \x1b[3mit\x1b[23m \x1b[4mx\x1b[24m \x1b[9my\x1b[29m',
    )
    expect(shown('<color red>a<c fore=#0000ff back=white>b</c>c</color>')).toBe(
      '\x1b[38;2;255;0;0ma\x1b[38;2;0;0;255m\x1b[48;2;255;255;255mb\x1b[38;2;255;0;0m\x1b[49mc\x1b[39m',
    )
  })

  it('reads entities, those of the server too, and leaves alone what is none', () => {
    expect(shown('&lt;20hp &amp; &quot;x&quot; &#65;&eacute; &none; a & b &; &#27;[2J')).toBe(
      '<20hp & "x" A\xc3\xa9 &none; a & b &; &#27;[2J',
    )
    expect(shown(`${SECURE}<!ENTITY hp '20 &amp; more'>&hp; of &HP;`)).toBe('20 & more of 20 & more')
  })

  it('makes links of SEND that say what they send', () => {
    expect(shown(`${SECURE}go <send>north</send>!`)).toBe(`go ${link('send:north', 'north')}!`)
    expect(shown(`${SECURE}<SEND HREF="tell Bob " PROMPT>Bob</SEND>`)).toBe(
      link('prompt:tell%20Bob%20', 'Bob'),
    )
    const menu = shown(
      `${SECURE}<send "get &text;|look &text;" hint="click|Take it|Look at it">a \x1b[1mcup</send>`,
    )
    const address = menu.split(';;')[1]?.split('\x1b')[0] ?? ''
    expect(readCommandLink(address)).toEqual({
      how: 'send',
      commands: [
        { command: 'get a cup', label: 'Take it' },
        { command: 'look a cup', label: 'Look at it' },
      ],
    })
    expect(menu).toContain('a \x1b[1mcup')
  })

  it('uses tags of the server, with attributes in their places', () => {
    const define =
      `${SECURE}<!ELEMENT EX '<SEND HREF="&text;|LOOK &text;">'>` +
      `<!ELEMENT Say '<B><SEND HREF="say &quot;&name;&quot; " PROMPT>' ATT='name=all'>`
    expect(shown(`${define}<EX>up</EX>`)).toBe(link('mxp-menu:send?up=up&LOOK%20up=LOOK%20up', 'up'))
    expect(shown(`${define}<Say Ann>hi</Say>`)).toBe(
      `\x1b[1m${link('prompt:say%20%22Ann%22%20', 'hi')}\x1b[22m`,
    )
    expect(shown(`${define}<say>hi</say>`)).toContain('prompt:say%20%22all%22%20')
  })

  it('leaves no empty lines where only definitions were', () => {
    const text = `Password: ${SECURE}\n\r<!-- a note -->\n\r<!ELEMENT x '<b>'>\n\r<!EN y 'z'>\n\r\n\rHello <x>you</x>\n\r`
    expect(shown(text)).toBe('Password: \n\r\n\rHello \x1b[1myou\x1b[22m\n\r')
    expect(shown(text.replaceAll('\n\r', '\r\n'))).toBe('Password: \r\n\r\nHello \x1b[1myou\x1b[22m\r\n')
  })

  it('keeps values: entities, what VAR and a Set flag say, and gauges', () => {
    const { facts, text } = mxp(
      `${SECURE}<!ELEMENT Hp EMPTY FLAG="Set hp"><GAUGE Hp Max=MaxHp Caption="Hit Points" color=red>` +
        `<Hp>20</Hp>Hp <VAR where>the \x1b[1mbridge</VAR><!ENTITY maxhp 50><!ENTITY gone 1><!ENTITY gone DELETE>`,
    )
    expect(text).toBe('20Hp the \x1b[1mbridge')
    expect(facts.mxp?.gauges).toEqual([{ entity: 'hp', max: 'maxhp', caption: 'Hit Points' }])
    expect([...(facts.mxp?.entities ?? [])]).toEqual([
      ['hp', '20'],
      ['where', 'the bridge'],
      ['maxhp', '50'],
    ])
  })

  it('lists what it does not show: pictures, sounds, questions, tags nobody knows', () => {
    const { messages, text, facts } = mxp(
      `${SECURE}a<IMAGE 'intro.jpg' URL='http://h/'>b<SOUND bell.wav V=50 U=http://h/>c<VERSION>d<SUPPORT image send.href>e<Zork q>f`,
    )
    expect(text).toBe('abcdef')
    expect(messages).toEqual([
      { protocol: 'MXP', kind: 'tag', name: 'image', text: "IMAGE 'intro.jpg' URL='http://h/'", known: true },
      { protocol: 'MSP', kind: 'sound', file: 'bell.wav', volume: 50, loops: 1, type: '', url: 'http://h/' },
      { protocol: 'MXP', kind: 'version' },
      { protocol: 'MXP', kind: 'support', asked: ['image', 'send.href'] },
      { protocol: 'MXP', kind: 'tag', name: 'zork', text: 'Zork q', known: false },
    ])
    expect(facts.mxp?.tags.get('zork')).toEqual({ count: 1, treatment: 'unknown' })
  })

  it('keeps to the modes: open, secure, locked, for a line, for a tag, and for good', () => {
    // As tbaMUD does it.
    expect(shown('\x1b[7z[ \x1b[1z<send>\x1b[7zn\x1b[1z</send>\x1b[7z ] <b> &lt;\n')).toBe(
      `[ ${link('send:n', 'n')} ] <b> &lt;\n`,
    )
    expect(shown('\x1b[4z<send>n</send> <send>x')).toBe(`${link('send:n', 'n')} <send>x`)
    expect(shown('\x1b[1z<send>a</send>\n<send>b</send>\n')).toBe(`${link('send:a', 'a')}\n<send>b</send>\n`)
    expect(shown('\x1b[2z<b>x</b>\n<b>y\n')).toBe('<b>x</b>\n\x1b[1my\x1b[22m\n')
    expect(shown(`${SECURE}<b>x\ny\x1b[3z<send>z`)).toBe('\x1b[1mx\ny\x1b[22m<send>z')
  })

  it('leaves the control sequences of the terminal alone', () => {
    expect(shown('\x1b[1;31mred\x1b[0m \x1b[2J\x1b[10;20Hx\x1b]0;title\x07\x1bM\x1b')).toBe(
      '\x1b[1;31mred\x1b[0m \x1b[2J\x1b[10;20Hx\x1b]0;title\x07\x1bM',
    )
  })
})

describe('MXP of no good will', () => {
  it('is text in open mode, where players speak: no link, no definition, no question', () => {
    const said =
      'Bob says <send href="drop all">click</send> <!ELEMENT b \'<send "quit">\'> <VERSION> <a href=x> <hp 20>\n'
    const { text, messages, faults } = mxp(said)
    expect([text, messages, faults]).toEqual([said, [], []])
  })

  it('does not make links of javascript, data or what hides its target', () => {
    for (const address of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      'http://a b',
      'https://x\xe2\x80\xae',
    ])
      expect(shown(`${SECURE}<a href="${address}">x</a>`)).toBe('x')
    expect(shown(`${SECURE}<a href="https://example.org/?a=1">x</a>`)).toBe(
      link('https://example.org/?a=1', 'x'),
    )
    expect(mxp(`${SECURE}<a href="javascript:x">x</a>`).faults).toEqual(['mxp-link'])
  })

  it('sends no second line by a link', () => {
    expect(shown(`${SECURE}<send href="a&#10;quit">x</send>`)).not.toContain('%0a')
    expect(readCommandLink('send:look%0aquit')).toBeUndefined()
    expect(readCommandLink('send:look%0d')).toBeUndefined()
    expect(readCommandLink('send:look%E2%80%AE')).toBeUndefined()
    expect(readCommandLink('javascript:alert(1)')).toBeUndefined()
  })

  it('cannot put tags into an element by the value of an attribute', () => {
    const define = `${SECURE}<!ELEMENT M '<SEND HREF="look &name;">' ATT=name>`
    expect(shown(`${define}<M 'x" PROMPT><b>'>y</M>`)).toBe(link('send:look%20x%22%20PROMPT%3e%3cb%3e', 'y'))
  })

  it('ends links with their line, and shows tags that have no end', () => {
    expect(shown(`${SECURE}<send href=look>here\nfree\n`)).toBe(`${link('send:look', 'here')}\nfree\n`)
    const { text, faults } = mxp(`${SECURE}a <send href="look\nb <!-- c\nd`)
    expect([text, faults]).toEqual(['a <send href="look\nb <!-- c\nd', ['mxp-broken', 'mxp-broken']])
    const stages = new Stages(['MXP'])
    stages.push(latin1(`${SECURE}<send>look`))
    stages.flush()
    expect(stages.text).toBe(link('send:look', 'look'))
  })

  it('grows an entity once, however they are put into one another', () => {
    let text = `${SECURE}<!ENTITY a '${'x'.repeat(500)}'>`
    for (let i = 0; i < 30; i++) {
      const [from, to] = [
        'abcdefghijklmnopqrstuvwxyzABCDEF'.charAt(i),
        'abcdefghijklmnopqrstuvwxyzABCDEF'.charAt(i + 1),
      ]
      text += `<!ENTITY e${to} '${`&e${from};`.repeat(10)}'>`
    }
    expect(shown(`${text}&ez;`).length).toBeLessThan(2100)
  })

  it('stays small: tags without an end, definitions and open tags without number', () => {
    const many = (count: number, make: (i: number) => string): string =>
      Array.from({ length: count }, (_, i) => make(i)).join('')
    const { facts, faults } = new Flooded(
      SECURE + many(3000, (i) => `<!ENTITY e${i} x><!ELEMENT l${i} '<b>'><b>`),
    )
    expect(facts.mxp?.entities.size).toBe(2000)
    expect(facts.mxp?.elements.size).toBe(500)
    expect(faults).toContain('mxp-limit')
    const loop = `${SECURE}<!ELEMENT p '<q><q><q><q>'><!ELEMENT q '<p><p><p><p>'>`
    expect(shown(`${loop}<p>x</p>`).endsWith('x')).toBe(true)
    expect(new Flooded(`${SECURE}<${'a'.repeat(100_000)}`).text.length).toBeGreaterThan(95_000)
    expect(new Flooded(`${SECURE}<send>${'a'.repeat(100_000)}`).text).toBe('a'.repeat(100_000))
  })

  it('is the same however it is cut, whatever it is', () => {
    const words = [
      '<',
      '>',
      '&',
      ';',
      '!',
      '"',
      "'",
      '\n',
      '\r',
      '\x1b[',
      'z',
      '6',
      '1',
      'send',
      'b',
      '/',
      'href=',
      ' ',
      'lt',
      '--',
      '!ELEMENT x ',
      '!ENTITY y ',
      '&text;',
      'x',
      '|',
    ]
    for (let seed = 1; seed <= 150; seed++) {
      const next = random(seed)
      let text = seed % 2 ? SECURE : ''
      for (let i = 0; i < 120; i++) text += words[Math.floor(next() * words.length)] ?? ''
      mxp(text)
    }
  })
})

class Flooded extends Stages {
  constructor(text: string) {
    super(['MXP'])
    this.push(latin1(text))
  }
}
