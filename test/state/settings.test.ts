import { expect, it, vi } from 'vitest'
import { columnsOf, lookOf } from '../../client/state/look.ts'
import { Settings, sizeOf } from '../../client/state/settings.svelte.ts'
import { CLASSIC } from '../../client/terminal/classic-themes.ts'
import { Remembered } from '../helpers/page-memory.ts'

const PAGE = { dark: false, narrow: false, forced: false }

it('remembers choices, those for one game apart', () => {
  const memory = new Remembered()
  const first = new Settings(memory)
  first.change({ theme: 'amber', size: 20, scrollback: 50_000, bell: 'sound' })
  first.changeGame({ host: 'a.example', port: 23 }, { encoding: 'CP437' })
  first.changeGame({ host: 'a.example', port: 23 }, { clipboard: 'never', width: 80 })
  const second = new Settings(memory)
  expect(second.choices).toMatchObject({ theme: 'amber', size: 20, scrollback: 50_000, bell: 'sound' })
  expect(second.game({ host: 'a.example', port: 23 })).toMatchObject({
    encoding: 'CP437',
    clipboard: 'never',
    width: 80,
  })
  expect(second.game({ host: 'a.example', port: 24 }).encoding).toBeUndefined()
  second.changeGame({ host: 'a.example', port: 23 }, { encoding: undefined })
  expect(second.game({ host: 'a.example', port: 23 })).toMatchObject({ clipboard: 'never', width: 80 })
})

it('has as many columns as was chosen, else as a list says, else as there is room for', () => {
  expect(columnsOf(132, 80)).toBe(132)
  expect(columnsOf(undefined, 80)).toBe(80)
  expect(columnsOf('room', 80)).toBeUndefined()
  expect(columnsOf(undefined, undefined)).toBeUndefined()
  // What was kept may be damaged.
  for (const listed of [0, -1, 1.5, 1e9, 'wide' as unknown as number])
    expect(columnsOf(undefined, listed)).toBeUndefined()
})

it('makes text smaller for its columns, unless a size was chosen', () => {
  const { choices } = new Settings(new Remembered())
  const { columns, fontSize, smallest } = lookOf(choices, PAGE, undefined, 80)
  expect([columns, smallest < fontSize]).toEqual([80, true])
  expect(lookOf({ ...choices, size: 20 }, PAGE, undefined, 80)).toMatchObject({ fontSize: 20, smallest: 20 })
})

it('takes nothing from a damaged memory', () => {
  const told = vi.spyOn(console, 'info').mockImplementation(() => undefined)
  const usual = new Settings(new Remembered()).choices
  for (const text of [
    '{',
    '7',
    'null',
    '[]',
    '{"theme":"<b>","size":"x","font":"a;b{}","scrollback":1e9,"bell":null}',
  ]) {
    const memory = new Remembered()
    memory.setItem('willdo.terminal', text)
    memory.setItem('willdo.terminal a 1', text)
    const settings = new Settings(memory)
    expect(settings.choices).toEqual(usual)
    expect(settings.game({ host: 'a', port: 1 })).toEqual({ gauges: [], room: false, channels: false })
  }
  expect(told).toHaveBeenCalled()
  told.mockRestore()
})

it('keeps a size within its limits', () => {
  expect([0, -3, Number.NaN, 2, 13.4, 99, '14', undefined].map(sizeOf)).toEqual([0, 0, 0, 8, 13, 32, 0, 0])
})

it('looks as the page does, unless something else is chosen', () => {
  const { choices } = new Settings(new Remembered())
  const day = lookOf(choices, PAGE, undefined)
  const night = lookOf(choices, { dark: true, narrow: true, forced: false }, undefined)
  expect([day.fontSize, night.fontSize]).toEqual([14, 12])
  expect(day.theme).not.toBe(night.theme)
  expect(lookOf(choices, { ...PAGE, forced: true }, undefined).minimumContrastRatio).toBe(7)
  expect(lookOf({ ...choices, theme: 'dark' }, PAGE, undefined).theme).toBe(night.theme)
  expect(lookOf({ ...choices, theme: 'green', contrast: 'most' }, PAGE, CLASSIC.green)).toMatchObject({
    theme: CLASSIC.green,
    minimumContrastRatio: 7,
  })
  expect(lookOf({ ...choices, font: 'Menlo', size: 9 }, PAGE, undefined)).toMatchObject({ fontSize: 9 })
  expect(lookOf({ ...choices, font: 'Menlo' }, PAGE, undefined).fontFamily).toMatch(/^"Menlo", /)
})
