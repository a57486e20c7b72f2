import { describe, expect, it } from 'vitest'
import { Charset } from '../../proxy/demo/charset.ts'
import { Environment } from '../../proxy/demo/environ.ts'
import { fromLatin1, latin1 } from '../../shared/base/bytes.ts'

function meet() {
  const sent: string[] = []
  const charset = new Charset((payload) => sent.push(fromLatin1(payload)))
  return { charset, sent, hear: (payload: string) => charset.receive(latin1(payload)) }
}

describe('CHARSET on the demo’s side', () => {
  it('proposes its sets and writes in the one that is accepted', () => {
    const { charset, sent, hear } = meet()
    charset.begin()
    expect(sent).toEqual(['\x01;UTF-8;ISO-8859-1;US-ASCII'])
    expect(charset.encode('ÿ€')).toEqual(new TextEncoder().encode('ÿ€'))
    hear('\x02iso-8859-1')
    expect(charset.name).toBe('ISO-8859-1')
    expect(fromLatin1(charset.encode('Zoë ÿ € š'))).toBe('Zoë ÿ ? s')
  })

  it('stays with UTF-8 when all is rejected, or something is accepted that was never proposed', () => {
    for (const answer of ['\x03', '\x02KOI8-R']) {
      const { charset, hear } = meet()
      charset.begin()
      hear(answer)
      expect([charset.name, charset.agreed]).toEqual(['UTF-8', false])
    }
  })

  it('answers a client’s request with its best, spelled as the client spelled it', () => {
    const { charset, sent, hear } = meet()
    hear('\x01 KOI8-R us-ascii iso-8859-1')
    expect(sent).toEqual(['\x02iso-8859-1'])
    expect(charset.name).toBe('ISO-8859-1')
    hear('\x01;KOI8-R;CP437')
    expect(sent.at(-1)).toBe('\x03')
  })

  it('skips the offer of a table in a request and turns down a table that comes', () => {
    const { sent, hear, charset } = meet()
    hear('\x01[TTABLE ]\x01;US-ASCII')
    expect(sent).toEqual(['\x02US-ASCII'])
    expect(fromLatin1(charset.encode('Zoë €'))).toBe('Zoe ?')
    hear('\x04\x01;UTF-8;\x08\x00\x01\x00')
    expect(sent.at(-1)).toBe('\x05')
    hear('\x06')
    hear('\x07')
    expect(sent).toHaveLength(2)
  })

  it('rejects a request that crosses its own, so that both ends agree on one', () => {
    const { charset, sent, hear } = meet()
    charset.begin()
    hear('\x01;US-ASCII')
    expect(sent.at(-1)).toBe('\x03')
    hear('\x02UTF-8')
    expect([charset.name, charset.agreed]).toEqual(['UTF-8', true])
  })

  it('takes no harm from an answer to nothing or from broken bytes', () => {
    const { charset, sent, hear } = meet()
    for (const payload of ['', '\x01', '\x02US-ASCII', '\x03x', '\x09']) hear(payload)
    expect(sent).toEqual([])
    expect(charset.name).toBe('UTF-8')
  })
})

describe('the variables of NEW-ENVIRON', () => {
  it('are kept as they were told last, cut and without what a terminal would obey', () => {
    const environment = new Environment()
    environment.receive(latin1('\0\0CLIENT_NAME\x01WILLDO\0MTTS\x03\x02\x01ODD\x01a\x1b[2Jb\0EMPTY\x01'))
    environment.receive(latin1(`\x02\0CLIENT_NAME\x01OTHER${'x'.repeat(99)}`))
    expect(environment.lines).toEqual([
      `CLIENT_NAME is OTHER${'x'.repeat(55)}`,
      'MTTS is not set',
      'ODD is a[2Jb',
      'EMPTY is empty',
    ])
    environment.receive(latin1('\x01\0NAME'))
    environment.receive(latin1('\0' + Array.from({ length: 500 }, (_, i) => `\0N${i}\x01v`).join('')))
    expect(environment.lines).toHaveLength(64)
  })
})
