import * as pako from 'pako'
import { readFileSync } from 'node:fs'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { parseLine, unwrapLines } from '../../shared/fingerprint/log-lines.ts'
import { logName } from '../../shared/fingerprint/names.ts'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import { GA, IAC, SB, SE, verbOf, WILL, type Verb } from '../../shared/telnet/codes.ts'
import { encodeCommand, encodeSubnegotiation, encodeVerb, escapeIac } from '../../shared/telnet/encode.ts'
import type { Clock } from '../../proxy/demo/clock.ts'

/** A server of the census page: the log that the reference wrote of it, and the record it made. */
export interface Seed {
  /** The log's messages, whole, without their places. */
  readonly messages: readonly string[]
  readonly record: ScanRecord
}

const vectors = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'))

/** The five servers of the page: four CoffeeMuds, and one that never negotiates. */
export function seeds(): readonly Seed[] {
  const { logs } = vectors('seed_logs.json') as { logs: readonly (readonly string[])[] }
  const { records } = vectors('records.json') as { records: readonly { record: ScanRecord }[] }
  return logs.map((log, i) => ({
    messages: unwrapLines(log).map((line) => parseLine(line)?.message ?? ''),
    record: (records[i] as { record: ScanRecord }).record,
  }))
}

/** The reference waits 4 s for answers; what its log shows after that came later. */
const AFTER_NEGOTIATION = 4100

type Step =
  /** The client has said this, once more than before. */
  | { readonly kind: 'heard'; readonly what: string }
  | { readonly kind: 'say'; readonly bytes: Uint8Array }
  | { readonly kind: 'compress' }
  /** The time that negotiation is given is over. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'close' }

/** The server's part of a log: what it says, and what of the client's it says it after. */
export function stepsOf({ messages, record }: Seed): readonly Step[] {
  const { banner_before_return: before, banner_after_return: after } = record['server-probe'].session_data
  const banners = [[say(wire(before))], [{ kind: 'heard', what: 'line' } as const, say(wire(after))]]
  const steps: Step[] = []
  messages.forEach((message, i) => {
    const [, verb, name] = /^recv IAC (WILL|WONT|DO|DONT) (\S+)$/.exec(message) ?? []
    if (verb !== undefined && name !== undefined) steps.push(say(encodeVerb(verb as Verb, codeOf(name))))
    else if (message.startsWith('begin sub-negotiation SB '))
      steps.push(...subnegotiation(message.slice(25), messages.slice(i + 1)))
    else if (message.startsWith('negotiation failed')) steps.push({ kind: 'settled' })
    else if (message.startsWith('IAC GA')) steps.push(...(banners.shift() ?? []), say(encodeCommand(GA)))
    else if (message.startsWith('EOF')) steps.push(...banners.splice(0).flat(), { kind: 'close' })
    else steps.push(...heard(message))
  })
  return steps
}

const say = (bytes: Uint8Array): Step => ({ kind: 'say', bytes })

/** Text as it came: what the record shows as lone surrogates were high bytes. */
const wire = (text: string): Uint8Array =>
  escapeIac(Uint8Array.from(text, (character) => (character.codePointAt(0) ?? 0) & 0xff))

const codeOf = (name: string): number => {
  const code = Array.from({ length: 256 }, (_, i) => i).find((i) => logName(i) === name)
  if (code === undefined) throw new Error(`the log names no option ${name}`)
  return code
}

function heard(message: string): readonly Step[] {
  const [, said] = /^send IAC ((?:WILL|WONT|DO|DONT) \S+|SB \S+)/.exec(message) ?? []
  if (said !== undefined) return [{ kind: 'heard', what: said }]
  return message.startsWith('send (slc_end)') ? [{ kind: 'heard', what: 'SB LINEMODE' }] : []
}

/** The payload is what the log shows of it, a few lines on. */
function subnegotiation(name: string, following: readonly string[]): readonly Step[] {
  if (name === 'MCCP2_COMPRESS')
    return [say(encodeSubnegotiation(codeOf(name), new Uint8Array())), { kind: 'compress' }]
  const shown = following.find((message) => message.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
  const payload =
    name === 'TTYPE' ? '\x01' : name === 'MSSP' ? msspPayload(shown) : shown.replaceAll("'", '"')
  return [
    say(concat([Uint8Array.of(IAC, SB, codeOf(name)), escapeIac(latin1(payload)), Uint8Array.of(IAC, SE)])),
  ]
}

/** From Python's `{'NAME': 'x', 'PORT': ['1', '2']}`: no value on the page has a quote in it. */
function msspPayload(shown: string): string {
  const values = JSON.parse(shown.replaceAll("'", '"')) as Readonly<Record<string, string | string[]>>
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `\x01${name}${[value]
          .flat()
          .map((one) => `\x02${one}`)
          .join('')}`,
    )
    .join('')
}

/** How the server's end reaches the client. */
interface Link {
  receive(bytes: Uint8Array): void
  end(how: 'fin'): void
}

/** One connection to a server that behaves as a log shows. What it says in a row arrives as one read. */
export class SeedServer {
  readonly #steps: readonly Step[]
  readonly #clock: Clock
  readonly #link: Link
  /** How often the client has said each thing, less what the steps have waited for. */
  readonly #heard = new Map<string, number>()
  #next = 0
  #settled = false
  #deflate: pako.Deflate | undefined
  #said: Uint8Array[] = []
  #rest: readonly number[] = []

  constructor(seed: Seed, clock: Clock, link: Link) {
    this.#steps = stepsOf(seed)
    this.#clock = clock
    this.#link = link
  }

  /** All steps are done. */
  get done(): boolean {
    return this.#next === this.#steps.length
  }

  /** What the server waits for. */
  get waitsFor(): string {
    const step = this.#steps[this.#next]
    return step?.kind === 'heard' ? step.what : (step?.kind ?? 'nothing')
  }

  /** The connection stands. */
  open(): void {
    this.#clock.after(0, () => this.#go())
    this.#clock.after(AFTER_NEGOTIATION, () => {
      this.#settled = true
      this.#go()
    })
  }

  /** Bytes of the client. */
  hear(bytes: Uint8Array): void {
    this.#clock.after(0, () => {
      for (const what of this.#parse(bytes)) this.#heard.set(what, (this.#heard.get(what) ?? 0) + 1)
      this.#go()
    })
  }

  #go(): void {
    while (this.#do(this.#steps[this.#next])) this.#next++
    const said = this.#said
    this.#said = []
    if (said.length > 0) {
      const bytes = concat(said)
      this.#clock.after(0, () => this.#link.receive(bytes))
    }
  }

  /** False as long as the step has to wait. */
  #do(step: Step | undefined): boolean {
    switch (step?.kind) {
      case undefined:
        return false
      case 'heard': {
        const times = this.#heard.get(step.what) ?? 0
        if (times > 0) this.#heard.set(step.what, times - 1)
        return times > 0
      }
      case 'say':
        if (this.#deflate) this.#deflate.push(step.bytes, pako.Z_SYNC_FLUSH)
        else this.#said.push(step.bytes)
        return true
      case 'compress':
        this.#deflate = new pako.Deflate()
        this.#deflate.onData = (bytes) => this.#said.push(bytes)
        return true
      case 'settled':
        return this.#settled
      case 'close':
        this.#clock.after(0, () => this.#clock.after(0, () => this.#link.end('fin')))
        return true
    }
  }

  /** What the client said: `WILL TTYPE`, `SB TTYPE`, `line`. An unfinished command waits for its rest. */
  #parse(bytes: Uint8Array): readonly string[] {
    const all = [...this.#rest, ...bytes]
    const said: string[] = []
    let at = 0
    while (at < all.length) {
      const [first, command = -1, option = -1] = all.slice(at, at + 3)
      if (first !== IAC) {
        if (first === 10) said.push('line')
        at++
      } else if (command >= WILL && command < IAC && option >= 0) {
        said.push(`${verbOf(command)} ${logName(option)}`)
        at += 3
      } else if (command === SB) {
        const end = all.findIndex((byte, i) => i > at && byte === IAC && all[i + 1] === SE)
        if (end < 0) break
        said.push(`SB ${logName(option)}`)
        at = end + 2
      } else if (command < 0 || command >= WILL) break
      else at += 2
    }
    this.#rest = all.slice(at)
    return said
  }
}
