/**
 * JSON as it was written: values are stretches of the text, looked into only when they are shown. So numbers keep their
 * digits, keys that come twice stay two, and a megabyte costs nothing until it is opened.
 */
export interface Slice {
  readonly from: number
  readonly to: number
}

export interface Member extends Slice {
  /** Undone of its escapes; the place for members of an array. */
  readonly key: string | number
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'literal'

/** The value in a text; undefined if the text is not JSON. */
export function jsonIn(text: string): Slice | undefined {
  try {
    JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
  const from = afterBlanks(text, 0)
  return { from, to: afterValue(text, from) }
}

export function kindAt(text: string, { from }: Slice): JsonKind {
  const first = text.charAt(from)
  if (first === '{') return 'object'
  if (first === '[') return 'array'
  if (first === '"') return 'string'
  return first === '-' || (first >= '0' && first <= '9') ? 'number' : 'literal'
}

/** The members of an object or array, one after the other. */
export function* members(text: string, { from }: Slice): Generator<Member, void> {
  const isObject = text.charAt(from) === '{'
  let at = afterBlanks(text, from + 1)
  for (let place = 0; text.charAt(at) !== '}' && text.charAt(at) !== ']'; place++) {
    let key: string | number = place
    if (isObject) {
      const end = afterString(text, at)
      key = JSON.parse(text.slice(at, end)) as string
      at = afterBlanks(text, afterBlanks(text, end) + 1)
    }
    const to = afterValue(text, at)
    yield { key, from: at, to }
    at = afterBlanks(text, to)
    if (text.charAt(at) === ',') at = afterBlanks(text, at + 1)
  }
}

/** How many members an object or array has. */
export function countMembers(text: string, { from, to }: Slice): number {
  let commas = 0
  let depth = 0
  for (let at = from + 1; at < to - 1; at++) {
    const char = text.charAt(at)
    if (char === '"') at = afterString(text, at) - 1
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    else if (char === ',' && depth === 0) commas++
  }
  return afterBlanks(text, from + 1) === to - 1 ? 0 : commas + 1
}

function afterBlanks(text: string, at: number): number {
  while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) at++
  return at
}

function afterString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let from = at
  while (text.charAt(from - 1) === '\\') from--
  return (at - from) % 2 === 1
}

function afterValue(text: string, from: number): number {
  const first = text.charAt(from)
  if (first === '"') return afterString(text, from)
  let at = from
  let depth = 0
  do {
    const char = text.charAt(at)
    if (char === '"') at = afterString(text, at)
    else {
      if (char === '{' || char === '[') depth++
      else if (char === '}' || char === ']') depth--
      at++
    }
    if (depth === 0 && (first === '{' || first === '[')) return at
  } while (at < text.length && (depth > 0 || !' \t\n\r,]}'.includes(text.charAt(at))))
  return at
}
