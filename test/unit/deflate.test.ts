import zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, latin1, toHex } from '../../shared/base/bytes.ts'
import { Deflater, ZLIB_HEADER } from '../../shared/telnet/deflate.ts'
import { Inflater } from '../../shared/telnet/inflate.ts'
import { words } from '../helpers/bytes.ts'

const SYNC = { finishFlush: zlib.constants.Z_SYNC_FLUSH }

describe('a deflater', () => {
  it('gives each write whole, so that it can be read at once', () => {
    const deflater = new Deflater()
    const inflater = new Inflater()
    for (const line of ['look\r\n', '', 'say '.repeat(20_000), 'quit\r\n']) {
      const read: Uint8Array[] = []
      const wire = deflater.write(latin1(line))
      expect(inflater.write(wire, 0, (output) => read.push(output.slice()) > 0).status).toBe('more')
      expect(concat(read)).toEqual(latin1(line))
    }
    expect(inflater.write(deflater.finish(), 0, () => true).status).toBe('end')
  })

  it('writes zlib, gzip and raw streams that zlib reads, with whole ends', () => {
    const bytes = latin1('north\r\n'.repeat(50))
    for (const [windowBits, read] of [
      [15, zlib.inflateSync],
      [9, zlib.inflateSync],
      [31, zlib.gunzipSync],
      [-15, zlib.inflateRawSync],
    ] as const) {
      const deflater = new Deflater({ windowBits, level: 6 })
      const wire = deflater.write(bytes)
      expect(new Uint8Array(read(wire, SYNC))).toEqual(bytes)
      expect(new Uint8Array(read(concat([wire, deflater.finish()])))).toEqual(bytes)
    }
  })

  it('goes on from a snapshot, any number of times, as if nothing had been between', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 2, maxLength: 8 }), (writes) => {
        const one = new Deflater()
        let other = new Deflater()
        for (const bytes of writes) {
          const saved = other.snapshot()
          Deflater.restore(saved).write(latin1('something else'))
          other = Deflater.restore(saved)
          expect(other.write(bytes)).toEqual(one.write(bytes))
        }
        expect(other.finish()).toEqual(one.finish())
      }),
      { numRuns: 40 },
    )
  })

  it('refuses what zlib does not know', () => {
    expect(() => new Deflater({ windowBits: 99 })).toThrow('zlib would not start')
  })
})

const HELLO = latin1('\xff\xfa\xc9Core.Hello {"client":"telnetlib3","version":"4.0.2"}\xff\xf0')

it('writes the very bytes that zlib 1.2.13 makes of the same writes, ended by a flush each', () => {
  const deflater = new Deflater()
  const sent = [words('IAC WILL TSPEED'), words('IAC WILL XDISPLOC'), words('IAC WILL NEW_ENVIRON'), HELLO]
  expect(sent.map((bytes) => toHex(deflater.write(bytes)))).toEqual([
    '48c7faff5b01000000ffff',
    'faff5b19000000ffff',
    'faff5b1d000000ffff',
    'faffeba4737e51aa9e476a4e4ebe42b552724e666a5e89929552496a4e5e6a494e6692b1928e52596a5171667e' +
      '1e50d844cf40cf48a9f6ff0700000000ffff',
  ])
})

it('makes one stream, however long a write is', () => {
  const deflater = new Deflater()
  const long = Uint8Array.from({ length: 50_000 }, (_, i) => (i * i * 31) & 255)
  const parts = [long, new Uint8Array(0), latin1('look\r\n')].map((bytes) => deflater.write(bytes))
  expect(parts[0]?.[0]).toBe(ZLIB_HEADER)
  const back = zlib.inflateSync(Buffer.concat(parts), { finishFlush: zlib.constants.Z_SYNC_FLUSH })
  expect(Buffer.compare(back, Buffer.concat([long, latin1('look\r\n')]))).toBe(0)
})
