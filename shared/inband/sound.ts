import type { Sound } from './message.ts'

const TEXT_MAX = 300
const most = (text: string): string => text.slice(0, TEXT_MAX)

/** A sound from its attributes, by MSP's letters: V volume, L loops, T type, U address. */
export function soundOf(kind: Sound['kind'], file: string, value: (letter: string) => string): Sound {
  const number = (text: string, usual: number, low: number, high: number): number =>
    /^-?\d{1,6}$/.test(text.trim()) ? Math.min(high, Math.max(low, Number(text))) : usual
  return {
    protocol: 'MSP',
    kind,
    file: most(file),
    volume: number(value('v'), 100, 0, 100),
    loops: number(value('l'), 1, -1, 9999),
    type: most(value('t')),
    url: most(value('u')),
  }
}
