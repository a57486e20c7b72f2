import { concat } from '../../shared/base/bytes.ts'
import { decodeText, encodeText } from '../../shared/options/text.ts'

// https://tintin.mudhalla.net/protocols/msdp/
const VAR = 1
const VAL = 2
const TABLE_OPEN = 3
const TABLE_CLOSE = 4
const ARRAY_OPEN = 5
const ARRAY_CLOSE = 6

/** A list within a list is deeper than anything a client has reason to ask. */
const DEPTH_MAX = 4
const VALUES_MAX = 500

export type MsdpValue = string | readonly MsdpValue[] | { readonly [name: string]: MsdpValue }

/** A variable and its value; a list where several VAL follow one VAR. */
export interface MsdpPair {
  readonly name: string
  readonly value: MsdpValue
}

const isList = (value: MsdpValue): value is readonly MsdpValue[] => Array.isArray(value)

/** The bytes 0 to 6 and IAC mean something of their own, so text goes without. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const textOf = (text: string): Uint8Array => encodeText(text.replace(/[\0-\x06]/g, ''))

function valueOf(value: MsdpValue): Uint8Array {
  if (typeof value === 'string') return textOf(value)
  if (isList(value)) {
    const items = value.flatMap((item) => [Uint8Array.of(VAL), valueOf(item)])
    return concat([Uint8Array.of(ARRAY_OPEN), ...items, Uint8Array.of(ARRAY_CLOSE)])
  }
  const rows = Object.entries(value).map(([name, inner]) => encodeMsdp({ name, value: inner }))
  return concat([Uint8Array.of(TABLE_OPEN), ...rows, Uint8Array.of(TABLE_CLOSE)])
}

/** The payload of SB MSDP that gives one variable. */
export const encodeMsdp = ({ name, value }: MsdpPair): Uint8Array =>
  concat([Uint8Array.of(VAR), textOf(name), Uint8Array.of(VAL), valueOf(value)])

/** The variables in a payload; undefined if it is none of MSDP. */
export function parseMsdp(payload: Uint8Array): readonly MsdpPair[] | undefined {
  const reader = new Reader(payload)
  const pairs = reader.pairs(0)
  return pairs && reader.atEnd ? pairs : undefined
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0
  #values = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  pairs(depth: number): MsdpPair[] | undefined {
    const found: MsdpPair[] = []
    while (this.#take(VAR)) {
      const name = this.#text()
      const values: MsdpValue[] = []
      while (this.#take(VAL)) {
        const value = this.#value(depth)
        if (value === undefined || ++this.#values > VALUES_MAX) return undefined
        values.push(value)
      }
      const [only = ''] = values
      found.push({ name, value: values.length > 1 ? values : only })
    }
    return found
  }

  #value(depth: number): MsdpValue | undefined {
    if (depth > DEPTH_MAX) return undefined
    if (this.#take(TABLE_OPEN)) {
      const rows = this.pairs(depth + 1)
      if (!rows || !this.#take(TABLE_CLOSE)) return undefined
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
    }
    if (!this.#take(ARRAY_OPEN)) return this.#text()
    const items: MsdpValue[] = []
    while (this.#take(VAL)) {
      const item = this.#value(depth + 1)
      if (item === undefined || ++this.#values > VALUES_MAX) return undefined
      items.push(item)
    }
    return this.#take(ARRAY_CLOSE) ? items : undefined
  }

  #take(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false
    this.#at++
    return true
  }

  #text(): string {
    const from = this.#at
    while (!this.atEnd && (this.#bytes[this.#at] as number) > ARRAY_CLOSE) this.#at++
    return decodeText(this.#bytes.subarray(from, this.#at))
  }
}

/** What a connection's MSDP knows of its game. */
export interface MsdpGame {
  /** Variables that may be reported, and what is only sent when asked for. */
  readonly reportable: readonly string[]
  readonly sendable: readonly string[]
  /** The value now; the empty text where there is none yet. */
  read(name: string): MsdpValue
  /** False while the visitor does not take in what was sent before. */
  send(pair: MsdpPair): boolean
}

const COMMANDS = ['LIST', 'REPORT', 'RESET', 'SEND', 'UNREPORT']
/** What a client may set, and how much of it is kept. */
const CONFIGURABLE = ['CLIENT_NAME', 'CLIENT_VERSION', 'PLUGIN_ID']
const SETTING_MAX = 60

/** MSDP of one connection: answers, and reports what was asked for whenever it has changed. */
export class Msdp {
  readonly #game: MsdpGame
  /** Each reported variable and the value last sent, as JSON. */
  readonly #reported = new Map<string, string | undefined>()
  readonly #settings = new Map<string, string>()

  constructor(game: MsdpGame) {
    this.#game = game
  }

  get reported(): readonly string[] {
    return [...this.#reported.keys()]
  }

  /** `NAME value` of what the client set. */
  get settings(): readonly string[] {
    return [...this.#settings].map(([name, value]) => `${name} ${value}`)
  }

  clear(): void {
    this.#reported.clear()
    this.#settings.clear()
  }

  receive(payload: Uint8Array): void {
    this.take(parseMsdp(payload) ?? [])
  }

  take(pairs: readonly MsdpPair[]): void {
    for (const { name, value } of pairs) {
      const words = wordsOf(value)
      if (name === 'LIST') for (const list of words) this.#list(list)
      else if (name === 'SEND') for (const variable of words) this.#answer(variable)
      else if (name === 'REPORT') this.#report(words)
      else if (name === 'UNREPORT') for (const variable of words) this.#reported.delete(variable)
      else if (name === 'RESET') for (const list of words) this.#reset(list)
      else if (CONFIGURABLE.includes(name)) this.#set(name, words[0] ?? '')
    }
  }

  /** Sends what is reported and has changed since; what finds no room now is still due. */
  report(): void {
    for (const [name, last] of this.#reported) {
      const value = this.#game.read(name)
      const now = JSON.stringify(value)
      if (now !== last && this.#send(name, value)) this.#reported.set(name, now)
    }
  }

  get #lists(): Readonly<Record<string, readonly string[]>> {
    return {
      COMMANDS,
      LISTS: [
        'COMMANDS',
        'LISTS',
        'CONFIGURABLE_VARIABLES',
        'REPORTABLE_VARIABLES',
        'REPORTED_VARIABLES',
        'SENDABLE_VARIABLES',
      ],
      CONFIGURABLE_VARIABLES: CONFIGURABLE,
      REPORTABLE_VARIABLES: this.#game.reportable,
      REPORTED_VARIABLES: this.reported,
      SENDABLE_VARIABLES: this.#game.sendable,
    }
  }

  #list(name: string): void {
    const lists = this.#lists
    if (Object.hasOwn(lists, name)) this.#send(name, lists[name] ?? [])
  }

  #answer(name: string): void {
    if (this.#game.sendable.includes(name)) this.#send(name, this.#game.read(name))
  }

  #report(names: readonly string[]): void {
    for (const name of names) {
      if (!this.#reported.has(name) && this.#game.reportable.includes(name))
        this.#reported.set(name, undefined)
    }
    this.report()
  }

  #reset(list: string): void {
    if (list === 'REPORTABLE_VARIABLES' || list === 'REPORTED_VARIABLES') this.#reported.clear()
    else if (list === 'CONFIGURABLE_VARIABLES') this.#settings.clear()
  }

  #set(name: string, value: string): void {
    this.#settings.set(name, value.replace(/\p{C}/gu, '').slice(0, SETTING_MAX))
  }

  #send(name: string, value: MsdpValue): boolean {
    return this.#game.send({ name, value })
  }
}

/** One word, or a list of them: clients send both `VAL a VAL b` and arrays. */
function wordsOf(value: MsdpValue): readonly string[] {
  if (typeof value === 'string') return [value]
  return isList(value) ? value.flatMap((item) => (typeof item === 'string' ? [item] : wordsOf(item))) : []
}

/** The variables in a GMCP message `MSDP {"REPORT":["HEALTH"]}`: texts and lists of texts, as far as they are. */
export function pairsIn(value: unknown): readonly MsdpPair[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value as Readonly<Record<string, unknown>>)
    .slice(0, VALUES_MAX)
    .map(([name, given]) => {
      const list = Array.isArray(given) ? (given as unknown[]) : [given]
      return { name, value: list.filter((item) => typeof item === 'string').slice(0, VALUES_MAX) }
    })
}
