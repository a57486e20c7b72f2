import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromBase64, latin1, toBase64, toHex } from '../../shared/base/bytes.ts'
import { canonicalJson, type Json } from '../../shared/base/canonical-json.ts'
import { sha256 } from '../../shared/base/sha256.ts'
import { optionName, optionNumber } from '../../shared/telnet/codes.ts'

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

interface HashVectors {
  readonly vectors: readonly { data: Json; canonical: string; sha256: string; hash: string }[]
}
interface OptionNames {
  readonly options: readonly { code: number; name: string }[]
}

describe('canonical JSON and SHA-256', () => {
  const { vectors } = read('hash_vectors.json') as HashVectors
  it(`give the ${vectors.length} hashes that the reference programs gave`, () => {
    for (const { data, canonical, sha256: digest, hash } of vectors) {
      expect(canonicalJson(data)).toBe(canonical)
      const computed = toHex(sha256(latin1(canonicalJson(data))))
      expect(computed).toBe(digest)
      expect(computed.slice(0, 16)).toBe(hash)
    }
  })

  it('agree with node:crypto at every length around the block borders', () => {
    for (const length of [...Array(200).keys(), 1000, 4096, 100_001]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255)
      expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
  })

  it('escapes as Python does: DEL, all above, lone surrogates, astral keys by code point', () => {
    expect(canonicalJson({ b: '\x7f é \u{1f600} \ud800', a: [1, null, true] })).toBe(
      '{"a":[1,null,true],"b":"\\u007f \\u00e9 \\ud83d\\ude00 \\ud800"}',
    )
    expect(canonicalJson({ '\ue000': 1, '\u{10000}': 2 })).toBe('{"\\ue000":1,"\\ud800\\udc00":2}')
    expect(canonicalJson([0.00001, 0.0001, -1.5e-7, 1e22, 12.25, 1e15])).toBe(
      '[1e-05,0.0001,-1.5e-07,1e+22,12.25,1000000000000000]',
    )
    expect(() => canonicalJson(NaN)).toThrow('NaN has no JSON form')
  })
})

describe('option names', () => {
  it('are those of the table, for all 256', () => {
    const { options } = read('option_names.json') as OptionNames
    expect(options).toHaveLength(256)
    for (const { code, name } of options) {
      expect(optionName(code)).toBe(name)
      expect(optionNumber(name)).toBe(code)
    }
    expect(optionNumber('new-environ')).toBe(39)
    expect(optionNumber('201')).toBe(201)
    expect(optionNumber('256')).toBeUndefined()
    expect(optionNumber('nonsense')).toBeUndefined()
  })
})

describe('base64', () => {
  it('is what Node writes, and reads nothing else', () => {
    for (let length = 0; length < 100; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length) & 255)
      const text = Buffer.from(bytes).toString('base64')
      expect(toBase64(bytes)).toBe(text)
      expect(fromBase64(text)).toEqual(bytes)
    }
    for (const bad of ['A', 'AB', 'AB=', 'A B=', 'AB\u00e9=', '====', 'AB=C'])
      expect(fromBase64(bad)).toBeUndefined()
  })
})
