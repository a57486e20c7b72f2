import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { millis } from '../../shared/base/brands.ts'
import { clock } from '../../client/panels/clock.ts'
import { History } from '../../client/state/history.ts'
import { Screen } from '../../client/terminal/screen.ts'
import { countryText, dayText } from '../../client/ui/facts.ts'
import { byteText } from '../../client/ui/numbers.ts'
import { CLIENT_VERSION } from '../../client/version.ts'

describe('History', () => {
  it('goes up and down through sent lines, back to what was being typed', () => {
    const history = new History()
    history.add('north')
    history.add('look')
    expect(history.previous('hal')).toBe('look')
    expect(history.previous('look')).toBe('north')
    expect(history.previous('north')).toBeUndefined()
    expect(history.next()).toBe('look')
    expect(history.next()).toBe('hal')
    expect(history.next()).toBeUndefined()
  })

  it('keeps neither blank nor repeated lines', () => {
    const history = new History()
    for (const line of ['look', 'look', '', '  ']) history.add(line)
    expect(history.previous('')).toBe('look')
    expect(history.previous('look')).toBeUndefined()
  })
})

describe('the clock of the log', () => {
  it.each([
    [0, '0.00 s'],
    [59_994, '59.99 s'],
    [61_000, '1:01'],
    [3_600_000, '1:00:00'],
  ])('writes %i ms as %s', (at, text) => {
    expect(clock(millis(at))).toBe(text)
  })
})

describe('Screen', () => {
  it('keeps text for a display that is not there yet, unparsed', () => {
    const screen = new Screen()
    const parsed: string[] = []
    screen.write('a', () => parsed.push('a'))
    screen.write('b', () => parsed.push('b'))
    expect(parsed).toEqual([])
    const shown: string[] = []
    screen.attach({
      write: (text, done) => {
        shown.push(text)
        done()
      },
      rewrite: () => undefined,
    })
    screen.write('c', () => parsed.push('c'))
    expect(shown).toEqual(['a', 'b', 'c'])
    expect(parsed).toEqual(['a', 'b', 'c'])
  })
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [12_345, '12.3 kB'],
  [999_900, '1.00 MB'],
  [5_000_000_000, '5.00 GB'],
])('writes %i bytes as %s', (count, text) => {
  expect(byteText(count)).toBe(text)
})

it('names countries, and leaves what it does not know', () => {
  expect(['DE', 'ZZ', 'Narnia', ''].map(countryText)).toEqual(['Germany', 'Unknown Region', 'Narnia', ''])
})

it('writes a certificate’s date as a day, and leaves what is none', () => {
  expect(dayText('Nov 22 12:00:00 2026 GMT')).toMatch(/22.*2026|2026.*22/)
  expect(dayText('soon')).toBe('soon')
})

it('tells servers the version of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(CLIENT_VERSION).toBe(version)
})
