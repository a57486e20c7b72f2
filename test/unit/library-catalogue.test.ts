import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { published, publishedServers } from '../../client/library/catalogue.ts'
import { canonicalJson, type Json } from '../../shared/base/canonical-json.ts'
import { latin1, toHex } from '../../shared/base/bytes.ts'
import { sha256 } from '../../shared/base/sha256.ts'

interface Vector {
  readonly kind: string
  readonly hash: string
  readonly published: boolean
  readonly data: Json
}
const { vectors } = JSON.parse(
  readFileSync(new URL('../vectors/hash_vectors.json', import.meta.url), 'utf8'),
) as { vectors: readonly Vector[] }

describe('the catalogue', () => {
  it('holds every published fingerprint, with the lists that give its hash', () => {
    const wanted = vectors.filter(({ kind, published }) => kind === 'fingerprint' && published)
    expect(published.map(({ hash }) => hash)).toEqual(wanted.map(({ hash }) => hash))
    for (const { hash, data } of published) {
      const text = canonicalJson({ ...data })
      expect(toHex(sha256(latin1(text))).slice(0, 16)).toBe(hash)
      expect(text).toBe(canonicalJson(wanted.find((vector) => vector.hash === hash)?.data ?? null))
    }
  })

  it('knows the numbers of the census and servers with their fingerprints, and nobody by name', () => {
    expect(published.flatMap(({ census }) => census ?? [])).toEqual([5, 111])
    expect(publishedServers.map(({ place }) => place)).toEqual(
      [23, 2324, 2325, 2327, 6502].map((port) => `coffeemud.net:${port}`),
    )
    for (const { hash } of publishedServers) expect(published.map((other) => other.hash)).toContain(hash)
    expect(JSON.stringify(publishedServers)).not.toContain('@')
  })
})
