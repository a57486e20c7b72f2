import { encodeText } from '../options/text.ts'
import { fromLatin1 } from '../base/bytes.ts'
import type { MxpArgument } from './message.ts'

/** What stands between `<` and `>`; all texts are bytes, a character each. */
export interface MxpTag {
  /** In lower case; `!element` and the like for definitions. */
  readonly name: string
  readonly closing: boolean
  readonly args: readonly MxpArgument[]
}

const ARGS_MAX = 40
const TAGS_MAX = 20
/** A value grows by its entities at most to this. */
export const VALUE_MAX = 2000

const TAG = /^(\/?)\s*(!?[A-Za-z+][\w.-]*)/
const ARGUMENT = /\s*(?:([\w.!+-]+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|([^\s"'][^\s]*))/y
const ENTITY = /&(#?[A-Za-z0-9_.-]{1,60});/g

/** The tag in the text between `<` and `>`; undefined if it is none. */
export function parseTag(body: string): MxpTag | undefined {
  const [whole, slash, name] = TAG.exec(body) ?? []
  if (whole === undefined || name === undefined) return undefined
  const args: MxpArgument[] = []
  ARGUMENT.lastIndex = whole.length
  for (let match = ARGUMENT.exec(body); match && args.length < ARGS_MAX; match = ARGUMENT.exec(body)) {
    args.push({ name: match[1]?.toLowerCase(), value: match[2] ?? match[3] ?? match[4] ?? '' })
  }
  return { name: name.toLowerCase(), closing: slash !== '', args }
}

/** The tags in an element's definition, in their order; text between them means nothing. */
export function parseTags(definition: string): readonly MxpTag[] {
  const tags: MxpTag[] = []
  for (const [, body = ''] of definition.matchAll(/<((?:"[^"]*"|'[^']*'|[^>"'])*)>/g)) {
    const tag = parseTag(body)
    if (tag) tags.push(tag)
    if (tags.length === TAGS_MAX) break
  }
  return tags
}

/**
 * The values of a tag's attributes by name: given with their names, or in the order of `names`. One of `flags` that stands
 * alone, and not in the place of the first, has the value ''.
 */
export function named(
  args: readonly MxpArgument[],
  names: readonly string[],
  flags: readonly string[] = [],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  let place = 0
  for (const { name, value } of args) {
    if (name !== undefined) values.set(name, value)
    else if (flags.includes(value.toLowerCase()) && (args[0]?.value !== value || names[0] !== 'name'))
      values.set(value.toLowerCase(), '')
    else {
      while (place < names.length && values.has(names[place] as string)) place++
      if (place < names.length) values.set(names[place++] as string, value)
    }
  }
  return values
}

const MARKUP: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
/** ISO 8859-1 from 160 on, as HTML names it. */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para ' +
  'middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave ' +
  'Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc ' +
  'Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc ' +
  'iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
const NAMED = new Map(LATIN1.split(' ').map((name, i) => [name, 160 + i]))

/** The bytes of an entity that every client knows; undefined for any other, and for controls. */
export function standardEntity(name: string): string | undefined {
  const markup = MARKUP[name.toLowerCase()]
  if (markup !== undefined) return markup
  if (name === 'nbsp') return ' '
  const [, decimal, hexadecimal] = /^#(?:(\d{1,7})|x([\da-f]{1,6}))$/i.exec(name) ?? []
  const code =
    decimal !== undefined
      ? Number(decimal)
      : hexadecimal !== undefined
        ? parseInt(hexadecimal, 16)
        : NAMED.get(name)
  if (code === undefined || code < 32 || (code >= 127 && code < 160) || code > 0x10ffff) return undefined
  if (code >= 0xd800 && code < 0xe000) return undefined
  return fromLatin1(encodeText(String.fromCodePoint(code)))
}

/** The text with its entities in place; those that `lookup` and the standard do not know stay as they are. */
export function withEntities(text: string, lookup: (name: string) => string | undefined): string {
  if (!text.includes('&')) return text.slice(0, VALUE_MAX)
  let length = 0
  const out = text.replace(ENTITY, (whole, name: string) => {
    if (length > VALUE_MAX) return ''
    const value = lookup(name) ?? standardEntity(name) ?? whole
    length += value.length
    return value
  })
  return out.slice(0, VALUE_MAX)
}

// eslint-disable-next-line no-control-regex -- those are meant
export const withoutControls = (text: string): string => text.replace(/[\x00-\x1f\x7f]/g, '')
