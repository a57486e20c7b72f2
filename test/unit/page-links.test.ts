import { describe, expect, it } from 'vitest'
import { ADDRESS_MAX, webAddress } from '../../client/terminal/links.ts'
import { readableHost } from '../../client/terminal/punycode.ts'

describe('webAddress', () => {
  it.each([
    ['https://example.org/a?b=c#d', 'example.org'],
    ['HTTP://EXAMPLE.org:8080', 'example.org:8080'],
    ['https://mud.example@evil.example/', 'evil.example'],
    ['https://пример.example/', 'xn--e1afmkfd.example'],
    ['http://[::1]:80/', '[::1]'],
  ])('%s leads to %s', (text, host) => {
    expect(webAddress(text)?.host).toBe(host)
  })

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JAVASCRIPT://example.org/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ftp://example.org/',
    'telnet://example.org/',
    'blob:https://example.org/x',
    'https:example.org',
    'https://',
    'https://exa\tmple.org/',
    'https://example.org/\r\nx',
    'https://example.org/\x1b[31m',
    'https://example.org/\x85',
    'https://example.org:99999/',
    `https://example.org/${'a'.repeat(ADDRESS_MAX)}`,
    'example.org',
    '',
  ])('%j leads nowhere', (text) => {
    expect(webAddress(text)).toBeUndefined()
  })
})

describe('readableHost', () => {
  it.each([
    // RFC 3492, section 7.1.
    ['xn--ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['xn--proprostnemluvesky-uyb24dma41a', 'pročprostěnemluvíčesky'],
    ['xn--b1abfaaepdrnnbgefbadotcwatmq2g4l', 'почемужеонинеговорятпорусски'],
    ['xn--3b-ww4c5e180e575a65lsy2b', '3年b組金八先生'],
    ['mud.xn--mnchen-3ya.example', 'mud.münchen.example'],
    ['xn--80ak6aa92e.com', 'аррӏе.com'],
  ])('%s reads %s', (host, letters) => {
    expect(readableHost(host)).toBe(letters)
  })

  it('reads back what the browser made of a name', () => {
    for (const name of ['bücher.example', '例え.テスト', 'عربي.example', '🙂.example'])
      expect(readableHost(new URL(`http://${name}/`).hostname)).toBe(name)
  })

  it.each(['example.org', '[::1]', 'xn--99999999999.example', 'xn--!!!.example'])(
    '%s has nothing to read, or nothing that can be',
    (host) => {
      expect(readableHost(host)).toBeUndefined()
    },
  )
})
