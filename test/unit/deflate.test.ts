import zlib from 'node:zlib'
import { expect, it } from 'vitest'
import { latin1, toHex } from '../../shared/base/bytes.ts'
import { Deflater, ZLIB_HEADER } from '../../shared/telnet/deflate.ts'
import { words } from '../helpers/bytes.ts'

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
