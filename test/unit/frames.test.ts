import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, latin1, toHex } from '../../shared/base/bytes.ts'
import { commandName, optionName, verbOf } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import { FrameParser, SUBNEGOTIATION_MAX, type FrameSink } from '../../shared/telnet/frames.ts'
import { everySplit, words } from '../helpers/bytes.ts'

/** Writes frames as lines; text that touches is one line however it came. */
class Writer implements FrameSink {
  readonly lines: string[] = []
  #text = ''
  text(bytes: Uint8Array, start: number, end: number): void {
    expect(end).toBeGreaterThan(start)
    this.#text += fromLatin1(bytes.subarray(start, end))
  }
  command(code: number): void {
    this.#line(commandName(code))
  }
  negotiate(verb: number, option: number): void {
    this.#line(`${verbOf(verb)} ${optionName(option)}`)
  }
  subnegotiation(option: number, bytes: Uint8Array, start: number, end: number, complete: boolean): boolean {
    this.#line(`SB ${optionName(option)} ${toHex(bytes.subarray(start, end))}${complete ? '' : ' (cut)'}`)
    return false
  }
  fault(code: string): void {
    this.#line(`! ${code}`)
  }
  #line(line: string): void {
    if (this.#text) this.lines.push(JSON.stringify(this.#text))
    this.#text = ''
    this.lines.push(line)
  }
  done(): string[] {
    this.#line('')
    return this.lines.slice(0, -1)
  }
}

function frames(parts: readonly Uint8Array[], close = false): string[] {
  const parser = new FrameParser()
  const writer = new Writer()
  for (const part of parts) expect(parser.push(part, 0, writer)).toBe(part.length)
  if (close) parser.close(writer)
  return writer.done()
}

const CASES: readonly (readonly [name: string, bytes: string, expected: readonly string[]])[] = [
  ['text', "'hello'", ['"hello"']],
  ['a negotiation between text', "'a' IAC WILL ECHO 'b'", ['"a"', 'WILL ECHO', '"b"']],
  [
    'all four verbs',
    'IAC WILL 1 IAC WONT 3 IAC DO 24 IAC DONT 255',
    ['WILL ECHO', 'WONT SGA', 'DO TTYPE', 'DONT EXOPL'],
  ],
  ['a doubled 255 as one byte of text', "'a' IAC IAC 'b' IAC IAC IAC IAC", ['"aÿbÿÿ"']],
  ['a doubled 255 before a command', 'IAC IAC IAC GA', ['"ÿ"', 'GA']],
  ['commands', 'IAC GA IAC NOP IAC 239 IAC 236', ['GA', 'NOP', 'EOR', 'EOF']],
  ['a subnegotiation', "IAC SB GMCP 'Core.Ping' IAC SE", ['SB GMCP ' + toHex(latin1('Core.Ping'))]],
  ['an empty subnegotiation', "IAC SB MCCP2 IAC SE 'x'", ['SB MCCP2 ', '"x"']],
  [
    'an empty subnegotiation without an option, which swallows nothing',
    "'a' IAC SB IAC SE 'b' IAC SB NAWS 0 80 0 24 IAC SE",
    ['"a"', '! nameless-subnegotiation', '"b"', 'SB NAWS 00500018'],
  ],
  ['a subnegotiation of option 255', "IAC SB EXOPL 1 'x' IAC SE 'b'", ['SB EXOPL 0178', '"b"']],
  ['a doubled 255 in a subnegotiation', 'IAC SB NAWS 0 IAC IAC 0 24 IAC SE', ['SB NAWS 00ff0018']],
  ['a subnegotiation that ends in a doubled 255', 'IAC SB NAWS 0 1 0 IAC IAC IAC SE', ['SB NAWS 000100ff']],
  ["MCCP1's start without IAC before SE", "IAC SB MCCP1 WILL SE 'x'", ['SB MCCP1 fbf0', '"x"']],
  ["MCCP1's start as RFC 855 would have it", "IAC SB MCCP1 IAC SE 'x'", ['SB MCCP1 ', '"x"']],
  ['MCCP1 with WILL and no SE', "IAC SB MCCP1 WILL 'a' IAC SE", ['SB MCCP1 fb61']],
  [
    'IAC before an ordinary byte as a fault, the byte as text',
    "'a' IAC 'bc'",
    ['"a"', '! stray-iac', '"bc"'],
  ],
  ['SE outside a subnegotiation', "'a' IAC SE 'b'", ['"a"', '! stray-se', '"b"']],
  [
    'a command inside a subnegotiation',
    "IAC SB TTYPE 0 'x' IAC WILL ECHO 'y'",
    ['! unterminated-subnegotiation', 'SB TTYPE 0078 (cut)', 'WILL ECHO', '"y"'],
  ],
  [
    'a subnegotiation inside a subnegotiation',
    'IAC SB TTYPE 1 IAC SB NAWS 0 80 0 24 IAC SE',
    ['! unterminated-subnegotiation', 'SB TTYPE 01 (cut)', 'SB NAWS 00500018'],
  ],
]

describe('frames, however the bytes are cut', () => {
  for (const [name, line, expected] of CASES) {
    it(`read ${name}`, () => {
      for (const parts of everySplit(words(line))) expect(frames(parts)).toEqual(expected)
    })
  }

  it('tell of what is unfinished at the close', () => {
    for (const parts of everySplit(words("IAC SB TTYPE 0 'x'"))) {
      expect(frames(parts, true)).toEqual(['! unterminated-subnegotiation', 'SB TTYPE 0078 (cut)'])
    }
    expect(frames([words('IAC')], true)).toEqual(['! stray-iac'])
    expect(frames([words('IAC DO')], true)).toEqual(['! stray-iac'])
    expect(frames([words("'all is well'")], true)).toEqual(['"all is well"'])
  })

  it('end a subnegotiation at 1 MiB and show the rest as text', () => {
    const open = concat([words('IAC SB GMCP'), new Uint8Array(SUBNEGOTIATION_MAX + 5).fill(65)])
    for (const parts of [[open], [open.slice(0, 7), open.slice(7)], [open.slice(0, -1), open.slice(-1)]]) {
      const lines = frames(parts)
      expect(lines[0]).toBe('! subnegotiation-too-large')
      expect(lines[1]).toHaveLength('SB GMCP  (cut)'.length + SUBNEGOTIATION_MAX * 2)
      expect(lines[2]).toBe('"AAAAA"')
    }
  })

  it('end it at 1 MiB when the byte over is a doubled 255', () => {
    const payload = new Uint8Array(SUBNEGOTIATION_MAX + 1).fill(65)
    payload[SUBNEGOTIATION_MAX] = 255
    const lines = frames([encodeSubnegotiation(201, payload)])
    expect([lines[0], lines[2], lines[3]]).toEqual(['! subnegotiation-too-large', '"ÿ"', '! stray-se'])
  })

  it('take a subnegotiation of exactly 1 MiB', () => {
    const whole = encodeSubnegotiation(201, new Uint8Array(SUBNEGOTIATION_MAX).fill(65))
    for (const parts of [[whole], [whole.slice(0, 9), whole.slice(9)]]) expect(frames(parts)).toHaveLength(1)
  })
})

describe('a stop', () => {
  it('leaves what follows the SE unread, wherever the bytes are cut', () => {
    const bytes = words("'a' IAC SB MCCP2 IAC SE 'rest'")
    for (const parts of everySplit(bytes)) {
      const parser = new FrameParser()
      const writer = new (class extends Writer {
        override subnegotiation(): boolean {
          return true
        }
      })()
      let read = 0
      for (const part of parts) {
        const at = parser.push(part, 0, writer)
        read += at
        if (at < part.length || read === bytes.length - 4) break
      }
      expect(read).toBe(bytes.length - 4)
    }
  })
})

describe('a saved parser', () => {
  it('goes on where it was, at any byte', () => {
    const bytes = words(
      "'a' IAC WILL ECHO IAC SB TTYPE 0 IAC IAC 'x' IAC SE IAC IAC 'b' IAC SB MCCP1 WILL SE",
    )
    const whole = frames([bytes])
    for (let at = 0; at <= bytes.length; at++) {
      const writer = new Writer()
      const first = new FrameParser()
      first.push(bytes.slice(0, at), 0, writer)
      FrameParser.restore(structuredClone(first.save())).push(bytes.slice(at), 0, writer)
      expect(writer.done()).toEqual(whole)
    }
  })
})
