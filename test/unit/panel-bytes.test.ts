import { describe, expect, it } from 'vitest'
import { COPIES, dumpLines, fieldAt, startOf } from '../../client/panels/bytes/dump.ts'
import { lastWithBytes, look } from '../../client/panels/bytes/shown.ts'
import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Layer } from '../../shared/session/fields.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { words } from '../helpers/bytes.ts'

const timeline = new Timeline()
timeline.append({ kind: 'in', at: millis(0), bytes: words("'Hello there, friend' IAC GA") })
timeline.append({ kind: 'mark', at: millis(1), label: 'a note' })

const layer = (): Layer => {
  const wire = look(timeline, 0)?.fields?.wire
  if (!wire) throw new Error('no bytes')
  return wire
}

describe('the dump', () => {
  it('is lines of offset, hex and text, cut where a field ends', () => {
    const shown = dumpLines(layer(), 8, 0, 100).map(({ offset, segments, missing }) => [
      offset,
      segments.map(({ hex, text, field }) => `${field}: ${hex} ${text}`),
      missing,
    ])
    expect(shown).toEqual([
      ['0000', ['0: 48 65 6c 6c 6f 20 74 68 Hello th'], 0],
      ['0008', ['0: 65 72 65 2c 20 66 72 69 ere, fri'], 0],
      ['0010', ['0: 65 6e 64 end', '1: ff .', '2: f9 .'], 3],
    ])
  })

  it('can begin in the middle', () => {
    expect(dumpLines(layer(), 8, 16, 24).map(({ offset }) => offset)).toEqual(['0010'])
    expect([0, 18, 19, 20].map((at) => fieldAt(layer().fields, at))).toEqual([0, 0, 1, 2])
    expect([startOf(100, 1024, 64), startOf(5000, 1024, 64)]).toEqual([0, 4928])
  })
})

describe('bytes are copied', () => {
  const copy = (name: string, bytes: Uint8Array): string | undefined =>
    COPIES.find((way) => way.name === name)?.of(bytes)

  it('as hex, as C and as Python', () => {
    const bytes = latin1("\xff\xfd'\\\n")
    expect(copy('hex', bytes)).toBe('ff fd 27 5c 0a')
    expect(copy('C array', bytes)).toBe(
      'static const unsigned char data[5] = {\n  0xff, 0xfd, 0x27, 0x5c, 0x0a,\n};\n',
    )
    expect(copy('Python bytes', bytes)).toBe("data = (\n    b'\\xff\\xfd\\'\\\\\\x0a'\n)\n")
  })
})

describe('the row shown', () => {
  it('is the last one with bytes, and knows which event of its entry it is', () => {
    expect(timeline.length).toBe(3)
    expect(lastWithBytes(timeline, timeline.length)).toBe(1)
    expect(look(timeline, 1)).toMatchObject({ number: 1, event: { kind: 'prompt' } })
    expect(look(timeline, 2)).toMatchObject({ number: 0, event: { kind: 'mark' }, fields: undefined })
    expect(look(timeline, 3)).toBeUndefined()
    expect(lastWithBytes(new Timeline(), 0)).toBeUndefined()
  })
})
