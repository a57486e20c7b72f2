import { describe, expect, it } from 'vitest'
import { cleanTitle, CLIPBOARD_MAX, GameRequests } from '../../client/state/requests.svelte.ts'
import { Settings } from '../../client/state/settings.svelte.ts'
import { Remembered } from '../helpers/page-memory.ts'

const ADDRESS = { host: 'mud.example', port: 4000 }
const base64 = (text: string): string => Buffer.from(text).toString('base64')

function requestsUnderTest({ mayCopy = true } = {}) {
  const settings = new Settings(new Remembered())
  const copied: string[] = []
  const listed: string[] = []
  const requests = new GameRequests(settings, ADDRESS, {
    copy: (text) => {
      if (mayCopy) copied.push(text)
      return Promise.resolve(mayCopy)
    },
    list: (sentence) => listed.push(sentence),
    changed: () => requests.publish(),
  })
  return { settings, requests, copied, listed }
}

describe('the clipboard', () => {
  it('is asked for, and given on a person’s word only', async () => {
    const { requests, copied } = requestsUnderTest()
    await requests.hearClipboard(`c;${base64('grüße\nzwei')}`)
    expect(requests.wish).toEqual({ text: 'grüße\nzwei', more: 0 })
    expect(copied).toEqual([])
    await requests.answer('copy')
    expect(copied).toEqual(['grüße\nzwei'])
    expect(requests.wish).toBeUndefined()
  })

  it('shows one wish through a flood, and it does not change under the eyes', async () => {
    const { requests, copied, listed } = requestsUnderTest()
    await requests.hearClipboard(`c;${base64('harmless')}`)
    for (let i = 0; i < 5000; i++) await requests.hearClipboard(`c;${base64(`rm -rf ${i}`)}`)
    expect(requests.wish).toEqual({ text: 'harmless', more: 5000 })
    await requests.answer('copy')
    expect(copied).toEqual(['harmless'])
    expect(listed).toHaveLength(1)
  })

  it('is not asked for again after three refusals', async () => {
    const { requests, listed } = requestsUnderTest()
    for (let i = 0; i < 3; i++) {
      await requests.hearClipboard(`c;${base64('x')}`)
      expect(requests.lastAsked).toBe(i === 2)
      await requests.answer('ignore')
    }
    await requests.hearClipboard(`c;${base64('x')}`)
    expect(requests.wish).toBeUndefined()
    expect(listed.at(-1)).toMatch(/you were not asked/)
  })

  it('is never read; that a game asked is listed, but not without end', async () => {
    const { requests, listed } = requestsUnderTest()
    for (let i = 0; i < 100; i++) await requests.hearClipboard('c;?')
    expect(requests.wish).toBeUndefined()
    expect(listed[0]).toMatch(/asked to read the clipboard/)
    expect(listed).toHaveLength(21)
  })

  it('may be opened to one game for good, and closed to it', async () => {
    const { settings, requests, copied } = requestsUnderTest()
    await requests.hearClipboard(`c;${base64('one')}`)
    await requests.answer('always')
    await requests.hearClipboard(`c;${base64('two')}`)
    expect(copied).toEqual(['one', 'two'])
    expect(requests.copied).toBe(3)
    expect(settings.game(ADDRESS).clipboard).toBe('always')
    expect(settings.game({ host: 'other.example', port: 4000 }).clipboard).toBeUndefined()
    settings.changeGame(ADDRESS, { clipboard: 'never' })
    await requests.hearClipboard(`c;${base64('three')}`)
    expect(copied).toHaveLength(2)
    expect(requests.wish).toBeUndefined()
  })

  it('is asked about after all when the browser does not let the page copy', async () => {
    const { settings, requests } = requestsUnderTest({ mayCopy: false })
    settings.changeGame(ADDRESS, { clipboard: 'always' })
    await requests.hearClipboard(`c;${base64('one')}`)
    expect(requests.wish?.text).toBe('one')
    expect(await requests.answer('copy')).toBe(false)
  })

  it.each([
    ['over 64 KiB', `c;${base64('x'.repeat(CLIPBOARD_MAX + 1))}`],
    ['no base64', 'c;<script>'],
    ['nothing', 'c;'],
    ['a single letter', 'c;x'],
    ['controls only', `c;${base64('\x1b\x07\0')}`],
  ])('takes no %s', async (_what, request) => {
    const { requests, listed } = requestsUnderTest()
    await requests.hearClipboard(request)
    expect(requests.wish).toBeUndefined()
    expect(listed).toHaveLength(1)
  })

  it('takes controls out of the text', async () => {
    const { requests } = requestsUnderTest()
    await requests.hearClipboard(`;${base64('a\x1b[31mb\r\nc\td\x07')}`)
    expect(requests.wish?.text).toBe('a[31mb\nc\td')
  })
})

describe('a title', () => {
  it('is one line of plain text, cut to 200 characters', () => {
    expect(cleanTitle('  The\r\n Inn\x1b\x07 \u202eevil\u2066 ')).toBe('The Inn evil')
    expect([...cleanTitle('🙂'.repeat(5000))]).toHaveLength(200)
    expect(cleanTitle('<b>x</b>')).toBe('<b>x</b>')
  })

  it('is shown unless a person wants none', () => {
    const { settings, requests } = requestsUnderTest()
    requests.hear('title', 'The Inn')
    expect(requests.title).toBe('The Inn')
    settings.change({ titles: 'off' })
    requests.publish()
    expect(requests.title).toBe('')
  })
})
