import type { Mssp } from '../../../shared/options/mssp.ts'
import { timeText } from '../../ui/numbers.ts'
import { shorten, visible } from '../../../shared/options/text.ts'

/** The variables of https://mudstandards.org/mud/mssp by what they speak of. */
const GROUPS: readonly {
  readonly title: string
  readonly names: readonly string[]
  readonly flags?: true
}[] = [
  {
    title: 'The game',
    names: [
      'NAME', 'PLAYERS', 'UPTIME', 'STATUS', 'CODEBASE', 'FAMILY', 'GENRE', 'SUBGENRE', 'GAMEPLAY', 'GAMESYSTEM',
      'INTERMUD', 'CREATED', 'LANGUAGE', 'LOCATION', 'MINIMUM AGE',
    ], // prettier-ignore
  },
  {
    title: 'Where it is',
    names: [
      'HOSTNAME', 'PORT', 'SSL', 'TLS', 'IP', 'IPV6', 'CHARSET', 'WEBSITE', 'DISCORD', 'CONTACT', 'ICON', 'REFERRAL',
      'CRAWL DELAY',
    ], // prettier-ignore
  },
  {
    title: 'Its world',
    names: ['AREAS', 'ROOMS', 'OBJECTS', 'MOBILES', 'HELPFILES', 'CLASSES', 'LEVELS', 'RACES', 'SKILLS'],
  },
  {
    title: 'What it speaks',
    flags: true,
    names: [
      'ANSI', 'VT100', 'UTF-8', 'XTERM 256 COLORS', 'XTERM TRUE COLORS', 'GMCP', 'MSDP', 'ATCP', 'MCCP', 'MCP', 'MSP',
      'MXP', 'PUEBLO', 'ZMP',
    ], // prettier-ignore
  },
  {
    title: 'Terms',
    flags: true,
    names: ['ADULT MATERIAL', 'PAY TO PLAY', 'PAY FOR PERKS', 'HIRING BUILDERS', 'HIRING CODERS'],
  },
]

/** A variable as it is shown. */
export interface MsspLine {
  readonly name: string
  readonly value: string
  /** The value as it was sent, where it is shown in other words. */
  readonly sent: string | undefined
}

export interface MsspGroup {
  readonly title: string
  readonly lines: readonly MsspLine[]
}

const SHOWN_MAX = 500

/** What a server says of itself, grouped; what no list names comes last. `now` is in milliseconds since 1970. */
export function msspGroups({ variables }: Mssp, now: number): readonly MsspGroup[] {
  const places = new Map(
    GROUPS.flatMap(({ names }, group) => names.map((name, i) => [name, { group, i }] as const)),
  )
  const found: { line: MsspLine; i: number }[][] = [...GROUPS, undefined].map(() => [])
  for (const { name, values } of variables) {
    const place = places.get(name.trim().toUpperCase().replaceAll('_', ' '))
    const group = place?.group ?? GROUPS.length
    const list = found[group] as { line: MsspLine; i: number }[]
    list.push({ line: lineOf(name, values, GROUPS[group]?.flags ?? false, now), i: place?.i ?? list.length })
  }
  return found
    .map((lines, group) => ({
      title: GROUPS[group]?.title ?? 'More',
      lines: lines.sort((a, b) => a.i - b.i).map(({ line }) => line),
    }))
    .filter(({ lines }) => lines.length > 0)
}

function lineOf(name: string, values: readonly string[], flag: boolean, now: number): MsspLine {
  const sent = shorten(visible(values.join(', ')), SHOWN_MAX)
  const value = reading(name.toUpperCase(), values, flag, now)
  return {
    name: visible(name),
    value: value ?? (sent === '' ? 'empty' : sent),
    sent: value === undefined ? undefined : sent,
  }
}

/** A value in words where a number stands for something. */
function reading(
  name: string,
  [value, ...more]: readonly string[],
  flag: boolean,
  now: number,
): string | undefined {
  if (value === undefined || more.length > 0) return undefined
  if (flag && (value === '0' || value === '1')) return value === '1' ? 'yes' : 'no'
  if (name === 'CRAWL DELAY' && value === '-1') return 'no wish'
  if (name === 'UPTIME' && /^\d{9,10}$/.test(value)) {
    const started = new Date(Number(value) * 1000)
    const days = Math.floor((now - started.getTime()) / 86_400_000)
    const since = `since ${started.toLocaleDateString()}, ${timeText(started.getTime())}`
    return days < 1 ? since : `${since} (${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'})`
  }
  return undefined
}
