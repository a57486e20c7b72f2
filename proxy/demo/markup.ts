import { messageLines, parseLine } from '../../shared/inband/mcp-syntax.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import type { Command } from './command.ts'
import { TINT, paint } from './text.ts'
import type { Visitor } from './visitor.ts'
import { FULL_VITALS } from './world.ts'

/** What a server that speaks MCP says first, https://www.moo.mud.org/mcp/mcp2.html */
export const MCP_GREETING = '#$#mcp version: 2.1 to: 2.1\r\n'
/** MXP's locked mode: text is text, but in lines that say otherwise. */
export const MXP_START = '\x1b[7z'
const SECURE_LINE = '\x1b[1z'
const SIMPLEEDIT = 'dns-org-mud-moo-simpleedit'
const STATUS = 'dns-com-awns-status'
const DISPLAYURL = 'dns-com-awns-displayurl'
const TEXT_MAX = 4000

export const MARKUP: readonly Command[] = [
  { names: ['mxp'], help: 'links, colours, values and a picture, written in MXP', run: mxp },
  { names: ['sound'], help: 'sound [file]: a sound, named as MSP does it', run: sound },
  { names: ['edit'], help: 'edit your description in an editor (MCP)', run: edit },
  { names: ['page'], help: 'a page of the web your client may show (MCP)', run: page },
]

/** A client answers what MXP asks in a line of its own. */
export const isMxpAnswer = (line: string): boolean => /^<(VERSION|SUPPORTS)\b[^>]*>$/i.test(line)

/** A client's MCP: its key, and a text that it sends line by line. */
export class Mcp {
  readonly #send: (line: string) => void
  readonly #edited: (text: string) => void
  #key: string | undefined
  #lines: string[] | undefined
  #tag = ''

  constructor(send: (line: string) => void, edited: (text: string) => void) {
    this.#send = send
    this.#edited = edited
  }

  /** False until the client has answered the greeting. */
  get isOn(): boolean {
    return this.#key !== undefined
  }

  /** Sends a message; false if the client speaks no MCP. */
  tell(name: string, values: Readonly<Record<string, string | readonly string[]>>): boolean {
    if (this.#key === undefined) return false
    for (const line of messageLines(name, this.#key, values, `demo${name.length}`)) this.#send(line)
    return true
  }

  /** True if the line was a message, or meant to be one. */
  receive(line: string): boolean {
    if (!line.startsWith('#$#')) return false
    const parsed = parseLine(line)
    if (parsed?.kind === 'line' && parsed.tag === this.#tag) this.#take(parsed.text)
    else if (parsed?.kind === 'end' && parsed.tag === this.#tag) this.#end()
    else if (parsed?.kind !== 'message') return true
    else if (parsed.name === 'mcp') this.#begin(parsed.values['authentication-key'])
    else if (parsed.key === this.#key && parsed.name === `${SIMPLEEDIT}-set`) {
      this.#lines = []
      this.#tag = parsed.tag
    }
    return true
  }

  #begin(key: string | undefined): void {
    if (key !== undefined) this.#key = key
  }

  /** Says what it can do: at the beginning of a line, which only the visitor's own line end makes. */
  hello(): void {
    for (const name of [SIMPLEEDIT, STATUS, DISPLAYURL])
      this.tell('mcp-negotiate-can', { package: name, 'min-version': '1.0', 'max-version': '1.0' })
    this.tell('mcp-negotiate-end', {})
    this.tell(STATUS, { text: 'The lamps are lit.' })
  }

  #take(text: string): void {
    const length = (this.#lines ?? []).reduce((sum, line) => sum + line.length + 1, 0)
    if (length + text.length <= TEXT_MAX) this.#lines?.push(text)
  }

  #end(): void {
    const text = (this.#lines ?? []).join('\n')
    this.#lines = undefined
    this.#tag = ''
    this.#edited(text)
  }
}

function mxp(visitor: Visitor): void {
  const { options, vitals } = visitor
  if (!options.isOn('us', TELOPT.MXP)) return visitor.print('Your client has not agreed to MXP.')
  const lines = [
    '<VERSION>',
    '<SUPPORT>',
    `<!ELEMENT Exit '<SEND HREF="&text;|look &text;" hint="Choose|Walk &text;|Look &text;">'>`,
    `<!ENTITY hp "${vitals.hp}"><!ENTITY maxhp "${FULL_VITALS.hp}">`,
    '<GAUGE hp Max=maxhp Caption="Health" color=green>',
    `<IMAGE lighthouse.png URL="https://example.org/">`,
    'You can <SEND>look</SEND> around, <SEND>rest</SEND>, or go <Exit>north</Exit> and <Exit>south</Exit>.',
    'Say something: <SEND HREF="say Hello, " PROMPT>Hello</SEND>.',
    'What it is written in: <A HREF="https://www.zuggsoft.com/zmud/mxp.htm">MXP</A>.',
    'It can be <B>bold</B>, <I>leaning</I>, <U>underlined</U>, <S>struck out</S> and <COLOR orange>orange</COLOR>.',
    'Entities: 1 &lt; 2 &amp; 3 &gt; 2; your health is &hp; of &maxhp;.',
  ]
  visitor.write(lines.map((line) => `${SECURE_LINE}${line}\r\n`).join(''))
}

function sound(visitor: Visitor, rest: string): void {
  if (!visitor.options.isOn('us', TELOPT.MSP)) return visitor.print('Your client has not agreed to MSP.')
  const file = /^[\w./-]{1,60}$/.test(rest) ? rest : 'bell.wav'
  visitor.write(`!!SOUND(${file} V=60 L=2 P=50 T=misc U=https://example.org/sounds/)\r\n`)
  visitor.write('!!MUSIC(harbour.mid V=40 L=-1 U=https://example.org/sounds/)\r\n')
  visitor.print(`You hear ${file} twice, and the harbour's music.`)
}

function edit(visitor: Visitor): void {
  const sent = visitor.mcp.tell(`${SIMPLEEDIT}-content`, {
    reference: 'me.description',
    name: 'Your description',
    content: visitor.description.split('\n'),
    type: 'string-list',
  })
  visitor.print(
    sent
      ? `Edit the text and save it; ${paint(TINT.command, 'edit')} shows it again.`
      : 'Your client speaks no MCP.',
  )
}

function page(visitor: Visitor): void {
  const sent = visitor.mcp.tell(DISPLAYURL, { url: 'https://www.rfc-editor.org/rfc/rfc854' })
  visitor.print(sent ? 'Your client was told of a page.' : 'Your client speaks no MCP.')
}
