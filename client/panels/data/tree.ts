import type { Millis } from '../../../shared/base/brands.ts'
import type { Latest } from '../../../shared/options/latest.ts'
import { shorten, visible } from '../../../shared/options/text.ts'
import {
  countMembers,
  jsonIn,
  kindAt,
  members,
  type JsonKind,
  type Member,
  type Slice,
} from './json-source.ts'

/** What the last message did to a value; `inside`: to one of its parts. */
export type Change = 'new' | 'changed' | 'inside' | undefined

/** A line of the tree. Its text is the server's, with what cannot be seen written out. */
export interface TreeRow {
  /** Where it is; the same as long as the value is there. */
  readonly id: string
  readonly level: number
  readonly place: number
  readonly siblings: number
  readonly label: string
  readonly kind: JsonKind | 'package' | 'text'
  /** A value, or how much is inside. */
  readonly text: string
  readonly open: boolean | undefined
  readonly change: Change
  /** What it was before the last message. */
  readonly was: string | undefined
  /** Names of members that the last message no longer had. */
  readonly gone: readonly string[]
  /** Of a package: how many messages came, and when the last. */
  readonly messages: number | undefined
  readonly at: Millis
  /** As a script would write it. */
  readonly path: string
  /** The same, key by key. */
  readonly keys: readonly (string | number)[]
  /** The value as it was sent. */
  readonly source: () => string
}

/** The value at the same place before the last message; `same` if nothing is to be marked, `none` if it was not there. */
type Before = { readonly text: string; readonly slice: Slice } | 'same' | 'none'

const SHOWN_MAX = 300
const RAW_MAX = 4000
/** What is longer than this is closed until a person opens it. */
const OPEN_PACKAGE = 2000
const OPEN_VALUE = 240
const COMPARED_MAX = 5000
const GONE_MAX = 3

/**
 * The lines of a tree of packages or variables, as far as they are open; remembers what of the bodies is JSON. `plain`
 * bodies are text and never JSON.
 */
export class DataTree {
  readonly #plain: boolean
  readonly #read = new Map<string, { readonly body: string; readonly json: Slice | undefined }>()

  constructor(plain = false) {
    this.#plain = plain
  }

  /** The first `limit` lines; `toggled` are those that a person opened or closed against the usual. */
  rows(
    packages: readonly (readonly [string, Latest])[],
    toggled: ReadonlyMap<string, boolean>,
    limit: number,
  ): { readonly rows: readonly TreeRow[]; readonly more: boolean } {
    const walk = new Walk(toggled, limit, this.#plain)
    packages.forEach(([name, found], i) => {
      if (!walk.full) walk.package(name, found, i + 1, packages.length, (body) => this.#json(name, body))
    })
    return { rows: walk.rows, more: walk.full }
  }

  #json(name: string, body: string): Slice | undefined {
    if (this.#plain) return undefined
    const known = this.#read.get(name)
    if (known?.body === body) return known.json
    const json = jsonIn(body)
    this.#read.set(name, { body, json })
    return json
  }
}

type Parent = Pick<TreeRow, 'id' | 'level' | 'path' | 'keys' | 'at'>

class Walk {
  readonly rows: TreeRow[] = []
  full = false
  readonly #plain: boolean
  readonly #toggled: ReadonlyMap<string, boolean>
  readonly #limit: number

  constructor(toggled: ReadonlyMap<string, boolean>, limit: number, plain: boolean) {
    this.#plain = plain
    this.#toggled = toggled
    this.#limit = limit
  }

  package(
    name: string,
    { count, at, body, before }: Latest,
    place: number,
    siblings: number,
    read: (body: string) => Slice | undefined,
  ): void {
    const path = visible(name)
    const changed = before !== undefined && body !== undefined && before !== body
    const row: TreeRow = {
      id: JSON.stringify(name),
      level: 1,
      place,
      siblings,
      label: path === '' ? 'without a name' : path,
      kind: 'package',
      text: body === undefined ? 'too long to keep' : 'no body',
      open: undefined,
      change: changed ? 'inside' : undefined,
      was: undefined,
      gone: [],
      messages: count,
      at,
      path: path === '' ? '$' : path,
      keys: [name],
      source: () => body ?? '',
    }
    if (body === undefined || body.trim() === '') return this.#add(row)
    const short = body.length <= OPEN_PACKAGE
    const alone = short ? this.#alone(body, changed ? before : undefined, read) : undefined
    if (alone) return this.#add({ ...row, ...alone })
    const open = this.#isOpen(row.id, short)
    this.#add({ ...row, text: '', open })
    if (!open) return
    const json = read(body)
    if (!json) return this.#raw(row, body)
    const old = changed ? jsonIn(before) : undefined
    const compared: Before = old && changed ? { text: before, slice: old } : 'same'
    if (isContainer(body, json)) this.#members(row, body, json, compared)
    else this.#value(row, body, { key: 'value', ...json }, 1, 1, compared)
  }

  /** A body that is one value stands beside its name. */
  #alone(
    body: string,
    before: string | undefined,
    read: (body: string) => Slice | undefined,
  ): Pick<TreeRow, 'kind' | 'text' | 'change' | 'was'> | undefined {
    const json = read(body)
    if (json ? isContainer(body, json) : !this.#plain) return undefined
    const shown = (text: string, slice: Slice | undefined): string =>
      slice && !isContainer(text, slice)
        ? valueText(text, slice, kindAt(text, slice))
        : shorten(visible(text.trim()), SHOWN_MAX)
    return {
      kind: json ? kindAt(body, json) : 'string',
      text: shown(body, json),
      change: before === undefined ? undefined : 'changed',
      was:
        before === undefined
          ? undefined
          : shorten(shown(before, this.#plain ? undefined : jsonIn(before)), 60),
    }
  }

  #isOpen(id: string, usually: boolean): boolean {
    return this.#toggled.get(id) ?? usually
  }

  #add(row: TreeRow): void {
    if (this.rows.length >= this.#limit) this.full = true
    else this.rows.push(row)
  }

  /** A body that is not JSON. */
  #raw({ id, level, path, keys, at }: Parent, body: string): void {
    const rest = body.length - RAW_MAX
    this.#add({
      id: `${id}/text`,
      level: level + 1,
      place: 1,
      siblings: 1,
      label: 'text, not JSON',
      kind: 'text',
      text:
        visible(body.slice(0, RAW_MAX)) +
        (rest > 0 ? `… (${rest.toLocaleString('en')} characters more)` : ''),
      open: undefined,
      change: undefined,
      was: undefined,
      gone: [],
      messages: undefined,
      at,
      path,
      keys,
      source: () => body,
    })
  }

  #members(parent: Parent, text: string, slice: Slice, before: Before): void {
    const old = membersBefore(before)
    const siblings = countMembers(text, slice)
    const seen = new Map<string | number, number>()
    let place = 1
    for (const member of members(text, slice)) {
      if (this.full) return
      const nth = seen.get(member.key) ?? 0
      seen.set(member.key, nth + 1)
      const compared = old === undefined ? 'same' : beforeOf(before, old.get(`${nth} ${member.key}`))
      this.#value(parent, text, member, place++, siblings, compared, nth)
    }
  }

  #value(
    parent: Parent,
    text: string,
    member: Member,
    place: number,
    siblings: number,
    before: Before,
    nth = 0,
  ): void {
    const kind = kindAt(text, member)
    const container = kind === 'object' || kind === 'array'
    const id = `${parent.id}/${JSON.stringify(member.key)}${nth > 0 ? `#${nth}` : ''}`
    const row: TreeRow = {
      id,
      level: parent.level + 1,
      place,
      siblings,
      label: typeof member.key === 'number' ? `[${member.key}]` : visible(member.key),
      kind,
      text: valueText(text, member, kind),
      open: container ? this.#isOpen(id, member.to - member.from <= OPEN_VALUE) : undefined,
      change: changeOf(text, member, container, before),
      was: typeof before === 'object' && !container ? wasText(text, member, before) : undefined,
      gone: container ? goneFrom(text, member, before) : [],
      messages: undefined,
      at: parent.at,
      path: parent.path + pathPart(member.key),
      keys: [...parent.keys, member.key],
      source: () => text.slice(member.from, member.to),
    }
    this.#add(row)
    if (row.open) this.#members(row, text, member, row.change === 'inside' ? before : 'same')
  }
}

const isContainer = (text: string, slice: Slice): boolean => ['object', 'array'].includes(kindAt(text, slice))

const sourceOf = (before: { readonly text: string; readonly slice: Slice }): string =>
  before.text.slice(before.slice.from, before.slice.to)

function changeOf(text: string, slice: Slice, container: boolean, before: Before): Change {
  if (before === 'same') return undefined
  if (before === 'none') return 'new'
  if (sourceOf(before) === text.slice(slice.from, slice.to)) return undefined
  return container && kindAt(before.text, before.slice) === kindAt(text, slice) ? 'inside' : 'changed'
}

function wasText(
  text: string,
  slice: Slice,
  before: { readonly text: string; readonly slice: Slice },
): string | undefined {
  if (changeOf(text, slice, false, before) === undefined) return undefined
  return shorten(valueText(before.text, before.slice, kindAt(before.text, before.slice)), 60)
}

/** The members before the last message by key, and which one of those with the same key; undefined where none are compared. */
function membersBefore(before: Before): ReadonlyMap<string, Slice> | undefined {
  if (typeof before !== 'object' || !['object', 'array'].includes(kindAt(before.text, before.slice)))
    return undefined
  const found = new Map<string, Slice>()
  const seen = new Map<string | number, number>()
  for (const member of members(before.text, before.slice)) {
    if (found.size >= COMPARED_MAX) return undefined
    const nth = seen.get(member.key) ?? 0
    seen.set(member.key, nth + 1)
    found.set(`${nth} ${member.key}`, member)
  }
  return found
}

const beforeOf = (before: Before, slice: Slice | undefined): Before =>
  typeof before !== 'object' || !slice ? 'none' : { text: before.text, slice }

function goneFrom(text: string, slice: Slice, before: Before): readonly string[] {
  if (changeOf(text, slice, true, before) !== 'inside' || typeof before !== 'object') return []
  const now = new Set<string | number>()
  for (const { key } of members(text, slice)) {
    if (now.size >= COMPARED_MAX) return []
    now.add(key)
  }
  const gone: string[] = []
  for (const { key } of members(before.text, before.slice)) {
    if (!now.has(key)) gone.push(shorten(visible(String(key)), 40))
    if (gone.length > GONE_MAX) return [...gone.slice(0, GONE_MAX), '…']
  }
  return gone
}

function valueText(text: string, slice: Slice, kind: JsonKind): string {
  if (kind === 'object' || kind === 'array') {
    const count = countMembers(text, slice)
    if (count === 0) return kind === 'object' ? '{ }' : '[ ]'
    return kind === 'object' ? `{ ${count} }` : `[ ${count} ]`
  }
  const source = text.slice(slice.from, slice.to)
  if (kind !== 'string') return visible(shorten(source, SHOWN_MAX))
  const value = JSON.parse(source) as string
  const more = value.length > SHOWN_MAX ? ` (${value.length.toLocaleString('en')} characters)` : ''
  return `"${visible(shorten(value, SHOWN_MAX))}"${more}`
}

const pathPart = (key: string | number): string => {
  if (typeof key === 'number') return `[${key}]`
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
