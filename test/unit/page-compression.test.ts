import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { millis } from '../../shared/base/brands.ts'
import { latin1 } from '../../shared/base/bytes.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { compressionText } from '../../client/ui/compression.ts'

const START_MCCP2 = '\xff\xfb\x56\xff\xfa\x56\xff\xf0'
const compressed = (text: string): Uint8Array => new Uint8Array(deflateSync(text))

function after(...chunks: readonly (string | Uint8Array)[]): Timeline {
  const timeline = new Timeline()
  for (const chunk of chunks)
    timeline.append({
      kind: 'in',
      at: millis(0),
      bytes: typeof chunk === 'string' ? latin1(chunk) : chunk,
    })
  return timeline
}

describe('compressionText', () => {
  it('does not say of a session that is over that it is compressed', () => {
    const { state } = after(START_MCCP2, compressed('a room'.repeat(200)).subarray(0, -6))
    expect(compressionText(state, false)).toMatch(/^compressed \(MCCP2\), \d+\.\d : 1$/)
    expect(compressionText(state, true)).toMatch(/^was compressed \(MCCP2\), \d+\.\d : 1$/)
  })

  it('tells a session without compression from one whose compression ended', () => {
    expect(compressionText(after('hello').state, false)).toBe('not compressed')
    expect(compressionText(after('hello').state, true)).toBe('was not compressed')
    expect(compressionText(after(START_MCCP2, compressed('a room')).state, true)).toBe('compression ended')
  })
})
