import type { InbandSink } from './filter.ts'
import { isWebAddress } from './link-address.ts'
import type { Sound } from './message.ts'
import type { MxpBook, MxpElement } from './mxp-book.ts'
import { colourParameters } from './mxp-colours.ts'
import type { HeldLink, MxpOutput, Style } from './mxp-output.ts'
import { named, parseTags, withEntities, withoutControls, type MxpTag } from './mxp-syntax.ts'
import { readable } from './readable.ts'
import { soundOf } from './sound.ts'

/** What a tag does: true if nobody is meant to see that it came. */
type Action = (tag: MxpTag, sink: InbandSink, name: string) => boolean

const BOLD: Style = { bold: '1' }
/** Tags that only change the look. Players may write them too. */
const STYLES: Readonly<Record<string, Style>> = {
  b: BOLD,
  bold: BOLD,
  strong: BOLD,
  h: BOLD,
  high: BOLD,
  i: { italic: '3' },
  italic: { italic: '3' },
  em: { italic: '3' },
  u: { underline: '4' },
  underline: { underline: '4' },
  s: { strike: '9' },
  strikeout: { strike: '9' },
}
const COLOURS: Readonly<Record<string, readonly string[]>> = {
  c: ['fore', 'back'],
  color: ['fore', 'back'],
  colour: ['fore', 'back'],
  font: ['face', 'size', 'color', 'back'],
}
/** Tags of a page's layout: their text is shown, a terminal has nothing more to do. */
const LAYOUT = new Set([
  ...['p', 'nobr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'small', 'tt', 'pre', 'center', 'ul', 'ol', 'li'],
  ...['samp', 'div', 'span'],
])
/** Tags that ask for what willdo does not do, or that are only for a list. */
const LISTED = new Set([
  ...['image', 'frame', 'dest', 'destination', 'filter', 'script', 'stat', 'expire', 'relocate', 'user'],
  ...['password', 'option', 'recommend_option', 'iframe', 'body', 'base', 'mxp'],
])
const UNDERSTOOD = [
  ...['b', 'i', 'u', 's', 'c', 'color', 'font', 'h', 'high', 'send', 'send.href', 'send.hint', 'send.prompt'],
  ...[
    'a',
    'a.href',
    'br',
    'hr',
    'p',
    'nobr',
    'sbr',
    'var',
    'v',
    'gauge',
    'sound',
    'music',
    'version',
    'support',
  ],
]
const LINE = '-'.repeat(40)
const DEPTH_MAX = 5

/** Whether players may write a tag of that name. */
export const isOpenTag = (name: string): boolean =>
  Object.hasOwn(STYLES, name) || Object.hasOwn(COLOURS, name)

/** What is answered to `<SUPPORT>`: all that is understood, or for each thing asked whether it is. */
export const supported = (asked: readonly string[]): readonly string[] =>
  asked.length === 0
    ? UNDERSTOOD.map((name) => `+${name}`)
    : asked.map((name) => (UNDERSTOOD.includes(name.toLowerCase()) ? `+${name}` : `-${name}`))

/** What MXP's tags do. */
export class MxpTags {
  readonly #book: MxpBook
  readonly #output: MxpOutput
  #depth = 0

  constructor(book: MxpBook, output: MxpOutput) {
    this.#book = book
    this.#output = output
  }

  /** Carries out a tag whose text is `body`; true if nobody is meant to see that it came. */
  read(tag: MxpTag, body: string, sink: InbandSink): boolean {
    const { name, closing } = tag
    if (closing) {
      this.#output.close(name, sink)
      return LAYOUT.has(name)
    }
    const element = this.#book.element(name)
    if (element) {
      this.#book.count(name, 'element')
      this.#useElement(name, element, tag, sink)
      return false
    }
    if (isOpenTag(name) || LAYOUT.has(name)) {
      this.#book.count(name, 'format')
      return this.#format(tag, sink, name)
    }
    const action = this.#actions[name]
    if (action) {
      this.#book.count(name, LINKS.has(name) ? 'link' : 'listed')
      return action(tag, sink, name)
    }
    const known = LISTED.has(name)
    const text = readable(body)
    this.#book.count(name, known ? 'listed' : 'unknown')
    this.#book.list(name, text)
    sink.heard({ protocol: 'MXP', kind: 'tag', name, text, known })
    return true
  }

  readonly #actions: Readonly<Record<string, Action | undefined>> = {
    send: (tag, sink, name) => this.#send(tag, sink, name),
    a: (tag, sink, name) => this.#a(tag, sink, name),
    br: (_, sink) => this.#show('\r\n', sink),
    sbr: (_, sink) => this.#show(' ', sink),
    hr: (_, sink) => this.#show(`\r\n${LINE}\r\n`, sink),
    var: (tag, sink, name) => this.#variable(tag, sink, name),
    v: (tag, sink, name) => this.#variable(tag, sink, name),
    gauge: (tag, sink) => this.#gauge(tag, sink),
    sound: (tag, sink, name) => this.#sound(tag, sink, name),
    music: (tag, sink, name) => this.#sound(tag, sink, name),
    version: (_, sink) => heard(sink, { protocol: 'MXP', kind: 'version' }),
    support: ({ args }, sink) =>
      heard(sink, {
        protocol: 'MXP',
        kind: 'support',
        asked: args.map(({ value }) => withoutControls(value)).filter((name) => /^[\w.]{1,40}$/.test(name)),
      }),
    '!element': (tag, sink) => this.#defineElement(tag, sink),
    '!el': (tag, sink) => this.#defineElement(tag, sink),
    '!entity': (tag, sink) => this.#defineEntity(tag, sink),
    '!en': (tag, sink) => this.#defineEntity(tag, sink),
    '!attlist': (tag, sink) => this.#defineAttributes(tag, sink),
    '!at': (tag, sink) => this.#defineAttributes(tag, sink),
  }

  #show(text: string, sink: InbandSink): boolean {
    this.#output.chars(text, sink)
    return false
  }

  #entities = (text: string): string => withEntities(text, (name) => this.#book.entity(name))

  /** A link's values keep `&text;`, which is known only later. */
  #linkValue = (text: string): string =>
    withEntities(text, (name) => (name.toLowerCase() === 'text' ? '&text;' : this.#book.entity(name)))

  #format({ name, args }: MxpTag, sink: InbandSink, frame: string): boolean {
    if (LAYOUT.has(name)) return true
    const values = named(args, COLOURS[name] ?? [])
    const fore = colourParameters(this.#entities(values.get('fore') ?? values.get('color') ?? ''))
    const back = colourParameters(this.#entities(values.get('back') ?? ''))
    const style = STYLES[name] ?? {
      ...(fore === undefined ? {} : { fore: `38;${fore}` }),
      ...(back === undefined ? {} : { back: `48;${back}` }),
    }
    this.#output.open({ name: frame, style }, sink)
    return false
  }

  #send({ args }: MxpTag, sink: InbandSink, frame: string): boolean {
    const values = named(args, ['href', 'hint'], ['prompt'])
    const commands = this.#linkValue(values.get('href') || '&text;').split('|')
    const hints = this.#linkValue(values.get('hint') ?? '').split('|')
    // One hint more than commands: the first is for the link itself. A lone hint says nothing of what is sent.
    const labels = hints.length === commands.length + 1 ? hints.slice(1) : []
    const held: HeldLink = { how: values.has('prompt') ? 'prompt' : 'send', commands, labels }
    if (this.#output.inLink) this.#output.open({ name: frame }, sink)
    else this.#output.open({ name: frame, held }, sink)
    return false
  }

  #a({ args }: MxpTag, sink: InbandSink, frame: string): boolean {
    const address = withoutControls(this.#entities(named(args, ['href', 'hint']).get('href') ?? ''))
    if (isWebAddress(address)) this.#output.openLink(frame, address, sink)
    else {
      sink.fault('mxp-link', `to no page of the web: ${readable(address).slice(0, 80)}`)
      this.#output.open({ name: frame }, sink)
    }
    return false
  }

  #variable({ args }: MxpTag, sink: InbandSink, frame: string): boolean {
    const sets = named(args, ['name']).get('name')
    this.#output.open({ name: frame, sets: sets === '' ? undefined : sets }, sink)
    return false
  }

  #gauge({ args }: MxpTag, sink: InbandSink): boolean {
    const values = named(args, ['entity', 'max', 'caption', 'color'])
    const text = (name: string): string => readable(this.#entities(values.get(name) ?? '')).slice(0, 80)
    const gauge = {
      entity: text('entity').toLowerCase(),
      max: text('max').toLowerCase(),
      caption: text('caption'),
    }
    if (gauge.entity === '') return true
    this.#book.gauge(gauge)
    return heard(sink, { protocol: 'MXP', kind: 'gauge', gauge })
  }

  #sound({ args }: MxpTag, sink: InbandSink, name: string): boolean {
    const values = named(args, ['fname', 'v', 'l', name === 'music' ? 'c' : 'p', 't', 'u'])
    const read = (key: string): string => readable(this.#entities(values.get(key) ?? ''))
    return heard(sink, soundOf(name === 'music' ? 'music' : 'sound', read('fname'), read))
  }

  #useElement(name: string, element: MxpElement, { args }: MxpTag, sink: InbandSink): void {
    const given = named(
      args,
      element.attributes.map((attribute) => attribute.name),
    )
    const usual = new Map(element.attributes.map((attribute) => [attribute.name, attribute.usual]))
    // Only the values are filled in: what a player is called cannot become a tag.
    const fill = (value: string): string =>
      value.replace(/&([\w.-]+);/g, (whole, key: string) =>
        key.toLowerCase() === 'text'
          ? whole
          : (given.get(key.toLowerCase()) ?? usual.get(key.toLowerCase()) ?? whole),
      )
    const { depth } = this.#output
    const alone = element.empty && element.sets === undefined
    if (!alone) this.#output.open({ name, sets: element.sets }, sink)
    if (++this.#depth <= DEPTH_MAX) {
      for (const tag of element.tags) {
        const filled = { ...tag, args: tag.args.map((arg) => ({ ...arg, value: fill(arg.value) })) }
        this.#inner(filled, sink)
      }
    }
    this.#depth--
    if (alone) this.#output.closeTo(depth, sink)
  }

  /** A tag that an element stands for; it ends with the element. */
  #inner(tag: MxpTag, sink: InbandSink): void {
    const { name } = tag
    if (tag.closing || name.startsWith('!')) return
    const element = this.#book.element(name)
    if (element) return this.#useElement('', element, tag, sink)
    if (isOpenTag(name)) this.#format(tag, sink, '')
    else this.#actions[name]?.(tag, sink, BARE.has(name) ? name : '')
  }

  #defineElement({ args }: MxpTag, sink: InbandSink): boolean {
    const values = named(args, ['name', 'definition', 'att', 'tag', 'flag'], ['open', 'delete', 'empty'])
    const name = (values.get('name') ?? '').toLowerCase()
    if (!/^[a-z][\w.-]{0,40}$/.test(name)) return true
    const definition = values.get('definition') ?? ''
    const [, sets] = /^set\s+(\S+)/i.exec(values.get('flag') ?? '') ?? []
    const element: MxpElement | undefined = values.has('delete')
      ? undefined
      : {
          definition,
          tags: parseTags(definition),
          attributes: attributesOf(values.get('att') ?? ''),
          sets,
          open: values.has('open'),
          empty: values.has('empty'),
        }
    if (!this.#book.define(name, element)) sink.fault('mxp-limit', 'there is no room for one more element')
    return heard(sink, { protocol: 'MXP', kind: 'element', name, definition: readable(definition) })
  }

  #defineAttributes({ args }: MxpTag, sink: InbandSink): boolean {
    const values = named(args, ['name', 'att'])
    const name = (values.get('name') ?? '').toLowerCase()
    const element = this.#book.element(name)
    if (!element) return true
    this.#book.define(name, { ...element, attributes: attributesOf(values.get('att') ?? '') })
    return heard(sink, { protocol: 'MXP', kind: 'element', name, definition: readable(element.definition) })
  }

  /** Entities in its value are put in now, and never again: what grows, grows once. */
  #defineEntity({ args }: MxpTag, sink: InbandSink): boolean {
    const values = named(args, ['name', 'value', 'desc'], ['delete', 'private', 'publish', 'add', 'remove'])
    const name = values.get('name') ?? ''
    if (!/^[A-Za-z][\w.-]{0,59}$/.test(name)) return true
    const given = values.get('value')
    const value =
      given === undefined || values.has('delete') ? undefined : withoutControls(this.#entities(given))
    if (!this.#book.set(name, value)) sink.fault('mxp-limit', 'there is no room for one more entity')
    return heard(sink, {
      protocol: 'MXP',
      kind: 'entity',
      name,
      value: value === undefined ? undefined : readable(value),
    })
  }
}

const LINKS = new Set(['send', 'a'])
/** Of tags within an element these say by their name what they are. */
const BARE = new Set(['sound', 'music'])

function heard(sink: InbandSink, message: Parameters<InbandSink['heard']>[0] | Sound): boolean {
  sink.heard(message)
  return true
}

const attributesOf = (list: string): MxpElement['attributes'] =>
  [...list.matchAll(/([\w.-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+)))?/g)]
    .slice(0, 20)
    .map(([, name = '', a, b, c]) => ({ name: name.toLowerCase(), usual: a ?? b ?? c ?? '' }))
