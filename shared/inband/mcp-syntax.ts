import { decodeText } from '../options/text.ts'
import { latin1 } from '../base/bytes.ts'

/** A line of MCP's, taken apart: https://www.moo.mud.org/mcp/mcp2.html */
export type McpLine =
  | {
      readonly kind: 'message'
      readonly name: string
      readonly key: string
      readonly values: Readonly<Record<string, string>>
      /** Keys whose values come in lines of their own. */
      readonly many: readonly string[]
      readonly tag: string
    }
  | { readonly kind: 'line'; readonly tag: string; readonly key: string; readonly text: string }
  | { readonly kind: 'end'; readonly tag: string }

const VALUES_MAX = 100
const VALUE = /\s*([A-Za-z_-][\w-]*)(\*?):\s*(?:"((?:\\.|[^"\\])*)"|([^\s"]\S*))/y

/** The text of bytes that came as a character each. */
const textOf = (bytes: string): string => decodeText(latin1(bytes))

/** What a line says that begins with `#$#`; undefined for what is no message. */
export function parseLine(line: string): McpLine | undefined {
  const [, tag, key, text] = /^#\$#\*\s+(\S+)\s+([\w-]+):\s?([^]*)$/.exec(line) ?? []
  if (tag !== undefined && key !== undefined)
    return { kind: 'line', tag, key: key.toLowerCase(), text: textOf(text ?? '') }
  const [, ending] = /^#\$#:\s+(\S+)\s*$/.exec(line) ?? []
  if (ending !== undefined) return { kind: 'end', tag: ending }
  // The first message of all has no key; all others have one behind their name.
  const [head, name, auth = ''] = /^#\$#([A-Za-z_][\w-]*)(?:[ ]+([^\s:"]+)(?=\s|$))?/.exec(line) ?? []
  return head === undefined || name === undefined ? undefined : message(line, head.length, name, auth)
}

function message(line: string, from: number, name: string, key: string): McpLine | undefined {
  const values: Record<string, string> = Object.create(null) as Record<string, string>
  const many: string[] = []
  let at = from
  for (let count = 0; count < VALUES_MAX; count++) {
    VALUE.lastIndex = at
    const [whole, word, star, quoted, bare] = VALUE.exec(line) ?? []
    if (whole === undefined || word === undefined) break
    at += whole.length
    const place = word.toLowerCase()
    if (star === '*') many.push(place)
    values[place] = textOf(quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '')
  }
  if (line.slice(at).trim() !== '') return undefined
  const { _data_tag, ['_data-tag']: tag = _data_tag ?? '', ...rest } = values
  return { kind: 'message', name: name.toLowerCase(), key, values: rest, many, tag }
}

/** A value as it stands in a message: in quotes where it has to be. */
export const quoteValue = (value: string): string =>
  /^[^\s"\\:*]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&').replace(/[\r\n]+/g, ' ')}"`

/** The lines of a message; a value with several lines is sent line by line under `tag`. */
export function messageLines(
  name: string,
  key: string,
  values: Readonly<Record<string, string | readonly string[]>>,
  tag: string,
): readonly string[] {
  const several = Object.entries(values).filter(
    (entry): entry is [string, readonly string[]] => typeof entry[1] !== 'string',
  )
  const simple = Object.entries(values).flatMap(([word, value]) =>
    typeof value === 'string' ? [` ${word}: ${quoteValue(value)}`] : [` ${word}*: ""`],
  )
  const tail = several.length > 0 ? ` _data-tag: ${tag}` : ''
  const head = `#$#${name}${key === '' ? '' : ` ${key}`}${simple.join('')}${tail}`
  if (several.length === 0) return [head]
  const body = several.flatMap(([word, lines]) => lines.map((line) => `#$#* ${tag} ${word}: ${line}`))
  return [head, ...body, `#$#: ${tag}`]
}

/** The versions of both, compared: the highest that both speak, or undefined. Ours are 1.0 to 2.1, of which only 2.1 is spoken. */
export function speaks21(from: string, to: string): boolean {
  const number = (text: string): number => {
    const [, major = '0', minor = '0'] = /^(\d{1,4})\.(\d{1,4})$/.exec(text) ?? []
    return Number(major) * 10_000 + Number(minor)
  }
  return number(from) <= 20_001 && number(to) >= 20_001
}
