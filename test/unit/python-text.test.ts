import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { floatText } from '../../shared/base/canonical-json.ts'
import { parseJson } from '../../shared/fingerprint/python-json.ts'
import { Float, jsonText, repr, Tuple, type PythonValue } from '../../shared/fingerprint/python.ts'

interface Vectors {
  readonly floats: readonly (readonly [string, string])[]
  readonly strings: readonly (readonly [string, string])[]
  readonly bytes: readonly (readonly [string, string])[]
  readonly json: readonly (readonly [string, string | null, string | null])[]
}
const vectors = JSON.parse(
  readFileSync(new URL('../vectors/python_text.json', import.meta.url), 'utf8'),
) as Vectors

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

describe('text as Python writes it', () => {
  it('is the same for floats, down to the exponent', () => {
    for (const [hex, text] of vectors.floats)
      expect(floatText(Buffer.from(hex, 'hex').readDoubleBE())).toBe(text)
    expect(floatText(NaN)).toBe('nan')
  })

  it('is the same for strings and bytes, whatever their quotes', () => {
    for (const [value, text] of vectors.strings) expect(repr(value)).toBe(text)
    for (const [hex, text] of vectors.bytes) expect(repr(fromHex(hex))).toBe(text)
  })

  it('is the same for JSON, read and written, and refuses the same texts', () => {
    for (const [json, text, written] of vectors.json) {
      const value = parseJson(json)
      expect([json, value === undefined ? null : repr(value)]).toEqual([json, text])
      if (value !== undefined) expect(jsonText(value)).toBe(written)
    }
  })

  it('shows lists, dicts and tuples as Python does, keys in the order they came', () => {
    const dict = new Map<string, PythonValue>([
      ['PORT', ['23', '4000']],
      ['1', new Tuple(new Float(2), latin1('x'))],
      ['on', true],
      ['none', null],
    ])
    expect(repr(dict)).toBe("{'PORT': ['23', '4000'], '1': (2.0, b'x'), 'on': True, 'none': None}")
    expect(repr(new Tuple('one'))).toBe("('one',)")
    expect(repr(new Tuple())).toBe('()')
  })

  it('gives up on values nested beyond reason instead of failing', () => {
    expect(parseJson('['.repeat(100_000))).toBeUndefined()
    expect(parseJson('['.repeat(500) + ']'.repeat(500))).toBeDefined()
    expect(parseJson(`"${'\\n'.repeat(300_000)}"`)).toBe('\n'.repeat(300_000))
  })

  it('has no form for bytes in JSON', () => {
    expect(() => jsonText(latin1('x'))).toThrow('no JSON form')
  })
})
