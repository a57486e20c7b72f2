import { describe, expect, it } from 'vitest'
import { addressText, parseAddress, parseQuery, queryOf } from '../../client/address.ts'

const address = (host: string, port: number, tls = false) => ({ address: { host, port, tls } })

describe('parseAddress', () => {
  it.each([
    ['mud.example.org 4000', address('mud.example.org', 4000)],
    ['mud.example.org:4000', address('mud.example.org', 4000)],
    ['  mud.example.org \t 4000\n', address('mud.example.org', 4000)],
    ['mud.example.org : 4000', address('mud.example.org', 4000)],
    ['mud.example.org: 4000', address('mud.example.org', 4000)],
    ['MUD.Example.org', address('mud.example.org', 23)],
    ['\u200bmud.example.org 4000', address('mud.example.org', 4000)],
    ['localhost 65535', address('localhost', 65535)],
    ['127.0.0.1 1', address('127.0.0.1', 1)],
    ['[::1]:4000', address('::1', 4000)],
    ['[2001:DB8::1] 4000', address('2001:db8::1', 4000)],
    ['[::1]', address('::1', 23)],
    ['::1', address('::1', 23)],
    ['2001:db8::1 4000', address('2001:db8::1', 4000)],
    ['telnet://mud.example.org', address('mud.example.org', 23)],
    ['telnet://mud.example.org:4000/', address('mud.example.org', 4000)],
    ['TELNET://guest@mud.example.org:4000', address('mud.example.org', 4000)],
    ['telnets://mud.example.org', address('mud.example.org', 992, true)],
    ['telnets://[::1]:4443', address('::1', 4443, true)],
    ['telnet mud.example.org 4000', address('mud.example.org', 4000)],
    ['bücher.example 4000', address('xn--bcher-kva.example', 4000)],
    [
      'https://lociterm.com/play/?host=mud.example.org&port=4000&ssl=1',
      address('mud.example.org', 4000, true),
    ],
  ])('reads %j', (text, expected) => {
    expect(parseAddress(text)).toEqual(expected)
  })

  it.each([
    ['', /Type the address/],
    ['   ', /Type the address/],
    ['mud.example.org 0', /“0” is not a port.*1 to 65535/],
    ['mud.example.org 65536', /“65536” is not a port/],
    ['mud.example.org port', /“port” is not a port/],
    ['mud.example.org 40 00', /“40 00” is not a port/],
    ['mud.example.org:', /port is missing/],
    [':4000', /name of the server is missing/],
    ['mud_!.example 4000', /not the name or address of a server/],
    ['-x.example 4000', /not the name or address/],
    ['mud..example 4000', /not the name or address/],
    ['[mud.example]:4000', /not the name or address/],
    ['1:2:3', /not the name or address/],
    ['ssh://mud.example.org', /ssh:\/\/ addresses cannot be played here/],
    ['https://mud.example.org', /address of a web page/],
    ['telnet://', /name of the server is missing/],
    ['javascript:alert(1)', /not a port/],
  ])('says what is wrong with %j', (text, sentence) => {
    const parsed = parseAddress(text)
    expect(parsed).toHaveProperty('error')
    expect('error' in parsed && parsed.error).toMatch(sentence)
  })

  it('reads back what it writes', () => {
    for (const text of [
      'mud.example.org 4000',
      '[::1] 23',
      'telnets://a.example:992',
      'telnets://[::1]:4443',
    ]) {
      const parsed = parseAddress(text)
      if ('error' in parsed) throw new Error(parsed.error)
      expect(addressText(parsed.address)).toBe(text)
      expect(parseQuery(queryOf(parsed.address))).toEqual(parsed)
    }
  })
})

const LINKS: readonly (readonly [string, ReturnType<typeof address>])[] = [
  ['?host=mud.example.org&port=4000', address('mud.example.org', 4000)],
  ['?port=4000&host=mud.example.org&menu=none', address('mud.example.org', 4000)],
  ['?host=%3A%3A1&port=4000', address('::1', 4000)],
  ...['1', 'true', 'yes', 'TRUE'].map(
    (on) => [`?host=a.example&port=1&ssl=${on}`, address('a.example', 1, true)] as const,
  ),
  ...['0', 'false', 'no', ''].map(
    (off) => [`?host=a.example&port=1&ssl=${off}`, address('a.example', 1)] as const,
  ),
  ['?host=a.example&port=1#ssl=1', address('a.example', 1)],
  ['?host=a.example=b&port=1', address('a.example', 1)],
]

describe('parseQuery', () => {
  it.each(LINKS)('reads %j', (search, expected) => {
    expect(parseQuery(search)).toEqual(expected)
  })

  it.each(['', '?', '?port=23', '?Host=a.example&Port=23'])('finds no game in %j', (search) => {
    expect(parseQuery(search)).toBeUndefined()
  })

  it.each([
    ['?host=a.example', /names no port/],
    ['?host=a.example&port=', /names no port/],
    ['?host=a.example&port=0', /not a port/],
    ['?host=a+b&port=23', /not the name/],
    ['?host=%&port=23', /not the name/],
    ['?host=a.example&port=23&ssl=maybe', /ssl=maybe/],
  ])('says what is wrong with %j', (search, sentence) => {
    const parsed = parseQuery(search)
    expect(parsed && 'error' in parsed && parsed.error).toMatch(sentence)
  })
})
