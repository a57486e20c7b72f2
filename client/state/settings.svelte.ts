import { ENCODINGS, type Encoding } from '../terminal/encodings.ts'
import type { Told } from '../../shared/options/module.ts'
import type { Telling } from '../transport/identity.ts'
import { gaugesOf, type Gauge } from './gauges.ts'
import type { Memory } from './memory.ts'
import { isName, listOf, toldText, variablesOf } from './told.ts'

const KEY = 'willdo.terminal'
export const SIZE_MIN = 8
export const SIZE_MAX = 32

/** What may be chosen where there is a list, the usual first. */
export const CHOICES = {
  theme: ['system', 'dark', 'light', 'vga', 'green', 'amber', 'teal'],
  contrast: ['theme', 'more', 'most'],
  scrollback: [5000, 1000, 50_000],
  bell: ['show', 'sound', 'off'],
  titles: ['show', 'page', 'off'],
  clipboard: ['ask', 'never'],
  webgl: ['auto', 'off'],
  graphemes: ['auto', 'off'],
  screenReader: ['no', 'yes'],
  compressOut: ['no', 'yes'],
} as const

/** Widths that text and pictures are made for: a home computer's, a terminal's, a wide one's. */
export const WIDTHS = ['room', 40, 80, 132] as const

type Listed = { readonly [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] }

/** What games are told beside what every client says of itself; nothing, unless a person says so. */
export interface ToldChoices
  extends Pick<Listed, 'screenReader' | 'compressOut'>, Omit<Told, 'compressOut'> {}

/** How the terminal looks, what a game may do to the page and what it is told. */
export interface Choices extends Omit<Listed, keyof ToldChoices>, ToldChoices {
  /** The name of a font of the system; empty for what suits best. */
  readonly font: string
  /** In pixels; 0 for what suits the page's width. */
  readonly size: number
}

/** What was chosen for one game. */
export interface GameChoices {
  readonly encoding?: Encoding | undefined
  readonly clipboard?: 'always' | 'never' | undefined
  /** How many columns the terminal has; `room` for as many as there is room for. */
  readonly width?: (typeof WIDTHS)[number] | undefined
  /** Values that are shown beside the terminal. */
  readonly gauges?: readonly Gauge[] | undefined
  /** What else is: the room, and the lines of channels. */
  readonly room?: boolean | undefined
  readonly channels?: boolean | undefined
}

type Stored = Readonly<Record<string, unknown>>

/** A person's choices for the terminal, remembered; what cannot be read is as if never chosen. */
export class Settings {
  readonly #memory: Memory
  choices: Choices = $state.raw() as Choices
  /** Those for a game are read when asked for; this makes whoever shows them ask again. */
  #changes = $state(0)

  constructor(memory: Memory) {
    this.#memory = memory
    const stored = this.#read(KEY)
    const listed = Object.entries(CHOICES).map(([name, list]) => {
      const value = stored[name]
      return [name, (list as readonly unknown[]).includes(value) ? value : list[0]]
    })
    this.choices = {
      ...(Object.fromEntries(listed) as Listed),
      font: fontOf(stored['font']),
      size: sizeOf(stored['size']),
      display: toldText(stored['display']),
      location: toldText(stored['location']),
      variables: variablesOf(stored['variables']),
      withheld: listOf(stored['withheld']).map(toldText).filter(isName),
    }
  }

  /** What games may know, as their options need it. */
  get telling(): Telling {
    const { screenReader, compressOut, variables, withheld, display, location } = this.choices
    return {
      screenReader: screenReader === 'yes',
      told: { variables, withheld, display, location, compressOut: compressOut === 'yes' },
    }
  }

  change(some: Partial<Choices>): void {
    this.choices = { ...this.choices, ...some }
    this.#memory.setItem(KEY, JSON.stringify(this.choices))
  }

  /** What was chosen for the game at an address. */
  game(address: { host: string; port: number }): GameChoices {
    void this.#changes
    const { encoding, clipboard, width, gauges, room, channels } = this.#read(keyOf(address))
    return {
      encoding: ENCODINGS.find((known) => known === encoding),
      clipboard: clipboard === 'always' || clipboard === 'never' ? clipboard : undefined,
      width: WIDTHS.find((known) => known === width),
      gauges: gaugesOf(gauges),
      room: room === true,
      channels: channels === true,
    }
  }

  /** Changes what is named; undefined takes a choice back. */
  changeGame(address: { host: string; port: number }, some: GameChoices): void {
    this.#memory.setItem(keyOf(address), JSON.stringify({ ...this.game(address), ...some }))
    this.#changes++
  }

  #read(key: string): Stored {
    try {
      const value: unknown = JSON.parse(this.#memory.getItem(key) ?? '{}')
      return typeof value === 'object' && value !== null ? (value as Stored) : {}
    } catch (error) {
      console.info(`What was stored as ${key} cannot be read and is not used:`, error)
      return {}
    }
  }
}

const keyOf = ({ host, port }: { host: string; port: number }): string => `${KEY} ${host} ${port}`

const fontOf = (value: unknown): string =>
  typeof value === 'string' && /^[\p{L}\p{N} ._-]{0,60}$/u.test(value) ? value : ''

/** A size within its limits, or 0. */
export const sizeOf = (value: unknown): number =>
  typeof value === 'number' && value > 0 ? Math.min(SIZE_MAX, Math.max(SIZE_MIN, Math.round(value))) : 0
