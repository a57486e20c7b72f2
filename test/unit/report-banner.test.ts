import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { garbledIn, readAs } from '../../client/report/banner-text.ts'
import { cellRows } from '../../client/report/cells.ts'
import { coloursOf } from '../../client/report/vga.ts'

const textOf = (text: string): readonly string[] =>
  cellRows(text).map((row) => row.map((run) => run.text).join(''))
/** Each run with its colours: `text front/back`. */
const drawn = (text: string): readonly string[] =>
  cellRows(text).flatMap((row) =>
    row.map((run) => {
      const { color, background } = coloursOf(run.look)
      return `${run.text} ${color}/${background ?? ''}`
    }),
  )

describe('a banner', () => {
  it('is drawn in the colours of the VGA, bold being bright', () => {
    expect(drawn('a\x1b[1;34mb\x1b[0;44mc\x1b[7md\x1b[me\x1b[91mf')).toEqual([
      'a #aaaaaa/',
      'b #5555ff/',
      'c #aaaaaa/#0000aa',
      'd #0000aa/#aaaaaa',
      'e #aaaaaa/',
      'f #ff5555/',
    ])
    expect(drawn('\x1b[38;5;196ma\x1b[48;2;1;2;300mb\x1b[38;5;240mc')).toEqual([
      'a rgb(255 0 0)/',
      'b rgb(255 0 0)/#0102ff',
      'c rgb(88 88 88)/#0102ff',
    ])
  })

  it('ends its lines as servers do, and begins anew at column 80', () => {
    expect(textOf('\r\n\n\ra\n\rb\r\nc\rd\n e')).toEqual(['a', 'b', 'd', ' e'])
    expect(textOf(`${'x'.repeat(80)}yz`)).toEqual(['x'.repeat(80), 'yz'])
    expect(textOf('a\tb\bc')).toEqual(['a       c'])
  })

  it('follows the cursor, and keeps what is cleared above', () => {
    expect(textOf('\x1b[2J\x1b[2;3Hhere\x1b[1;1Htop\x1b[3Cx')).toEqual(['top   x', '  here'])
    expect(textOf('first\x1b[2Jsecond')).toEqual(['first', 'second'])
    expect(textOf('abc\x1b[3D\x1b[Kd\x1b[s..\x1b[ue')).toEqual(['de.'])
  })

  it('shows nothing of what is no text', () => {
    expect(textOf('a\x07\0\x1b]0;title\x07b\x1b(0c\x1b[6zd\x1b[?25le\x1bPq\x1b\\f\x1b]8;;x')).toEqual([
      'abcdef',
    ])
  })

  it('gives wide letters two columns and marks none', () => {
    expect(cellRows(`${'字'.repeat(40)}x`).map((row) => row[0]?.text)).toEqual(['字'.repeat(40), 'x'])
    expect(textOf('e\u0301f')).toEqual(['e\u0301f'])
  })

  it('of any text is drawn at once, in bounds', () => {
    const bits = fc.constantFrom(
      '\x1b[',
      'A',
      'H',
      ';',
      '9999',
      '2J',
      'm',
      '\n',
      '\t',
      'x',
      '字',
      '\u0301',
      '\x1b[38;',
      '5',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ unit: 'binary' })), { maxLength: 400 }), (parts) => {
        const rows = cellRows(parts.join(''))
        expect(rows.length).toBeLessThanOrEqual(400)
        for (const row of rows) for (const { look } of row) expect(coloursOf(look).color).toMatch(/^(#|rgb)/)
      }),
    )
    expect(cellRows('\n\x1b[2J'.repeat(50_000))).toEqual([])
    expect(cellRows('x\r\n'.repeat(100_000)).length).toBe(400)
  })
})

describe('bytes that the scan could not read', () => {
  it('are the IBM PC’s characters, unless they are UTF-8', () => {
    const art = garbledIn('\udcc7\udcc7\udcb0 x')
    expect(art).toMatchObject({ guess: 'CP437' })
    expect(art && [readAs(art.bytes, 'CP437'), readAs(art.bytes, 'ISO-8859-1')]).toEqual(['╟╟░ x', 'ÇÇ° x'])
    const letters = garbledIn('caf\udcc3\udca9')
    expect(letters).toMatchObject({ guess: 'UTF-8' })
    expect(letters && readAs(letters.bytes, 'UTF-8')).toBe('café')
  })

  it('may stand among letters that it could', () => {
    expect(garbledIn('ж\udcff')?.bytes).toEqual(Uint8Array.of(0xd0, 0xb6, 0xff))
    expect(garbledIn('café 😀')).toBeUndefined()
  })
})
