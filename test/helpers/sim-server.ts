import * as pako from 'pako'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { DO, DONT, IAC, SB, verbCode, WILL, WONT, type Verb } from '../../shared/telnet/codes.ts'
import { escapeIac } from '../../shared/telnet/encode.ts'
import type { Clock } from '../../proxy/demo/clock.ts'

/** What a scripted server does, one thing after the other. */
export interface SimStep {
  readonly text?: string
  readonly latin1?: string
  readonly hex?: string | true
  readonly cmd?: string
  readonly sb?: readonly [string, string]
  readonly wait?: number
  readonly mccp2?: boolean
  readonly close?: boolean
  readonly reset?: boolean
}

interface SimOption {
  readonly do?: string
  readonly will?: string
  readonly delayMs?: number
  readonly loops?: boolean
  readonly onDo?: readonly SimStep[]
  readonly onWill?: readonly SimStep[]
  readonly onSb?: readonly SimStep[]
  readonly onSbTimes?: number
}

/** A scripted server: how it greets, how it answers for each option, what it says to lines. */
export interface SimSpec {
  readonly connect?: readonly SimStep[]
  readonly options?: Readonly<Record<string, SimOption>>
  readonly default?: SimOption
  readonly lines?: readonly (readonly SimStep[])[]
  readonly segment?: number
  readonly crIsLine?: boolean
  readonly input?: 'chunk'
  readonly closeAfterMs?: number
}

const NAMES: Readonly<Record<string, number>> = {
  ...{ BINARY: 0, ECHO: 1, RCP: 2, SGA: 3, NAMS: 4, STATUS: 5, TM: 6, RCTE: 7, NAOL: 8, NAOP: 9, NAOCRD: 10 },
  ...{ NAOHTS: 11, NAOHTD: 12, NAOFFD: 13, NAOVTS: 14, NAOVTD: 15, NAOLFD: 16, XASCII: 17, LOGOUT: 18 },
  ...{ BM: 19, DET: 20, SUPDUP: 21, SUPDUPOUTPUT: 22, SNDLOC: 23, TTYPE: 24, EOR: 25, TUID: 26, OUTMRK: 27 },
  ...{ TTYLOC: 28, VT3270REGIME: 29, X3PAD: 30, NAWS: 31, TSPEED: 32, LFLOW: 33, LINEMODE: 34, XDISPLOC: 35 },
  ...{ OLD_ENVIRON: 36, AUTHENTICATION: 37, ENCRYPT: 38, NEW_ENVIRON: 39, TN3270E: 40, XAUTH: 41 },
  ...{ CHARSET: 42, RSP: 43, COM_PORT: 44, SUPPRESS_LOCAL_ECHO: 45, TLS: 46, KERMIT: 47, SEND_URL: 48 },
  ...{ FORWARD_X: 49, MSDP: 69, MSSP: 70, MCCP1: 85, MCCP2: 86, MCCP3: 87, MSP: 90, MXP: 91, ZMP: 93 },
  ...{ AARDWOLF: 102, PRAGMA_LOGON: 138, SSPI_LOGON: 139, PRAGMA_HEARTBEAT: 140, ATCP: 200, GMCP: 201 },
}
const NAME_OF = new Map(Object.entries(NAMES).map(([name, code]) => [code, name]))
const nameOf = (code: number): string => NAME_OF.get(code) ?? String(code)
const codeOf = (name: string): number => NAMES[name] ?? Number(name)

const COMMANDS: Readonly<Record<string, number>> = {
  ...{ EOF: 236, SUSP: 237, ABORT: 238, EOR: 239, NOP: 241, DM: 242, BRK: 243, IP: 244, AO: 245, AYT: 246 },
  ...{ EC: 247, EL: 248, GA: 249 },
}
const VERBS: Readonly<Record<number, Verb>> = { [WILL]: 'WILL', [WONT]: 'WONT', [DO]: 'DO', [DONT]: 'DONT' }

function encode(step: SimStep): Uint8Array {
  if (step.text !== undefined) return escapeIac(new TextEncoder().encode(step.text))
  if (step.latin1 !== undefined) return escapeIac(latin1(step.latin1))
  if (step.sb) {
    const payload = step.hex === true ? Buffer.from(step.sb[1], 'hex') : latin1(step.sb[1])
    return concat([Uint8Array.of(IAC, SB, codeOf(step.sb[0])), escapeIac(payload), Uint8Array.of(IAC, 240)])
  }
  if (typeof step.hex === 'string') return Uint8Array.from(Buffer.from(step.hex, 'hex'))
  const [verb = '', option] = (step.cmd ?? '').split(' ')
  return option === undefined
    ? Uint8Array.of(IAC, COMMANDS[verb] as number)
    : Uint8Array.of(IAC, verbCode(verb as Verb), codeOf(option))
}

/** How the server's end reaches the client. */
export interface SimLink {
  receive(bytes: Uint8Array): void
  end(how: 'fin' | 'reset'): void
}

/** One connection to a scripted server. It says nothing to the link before the clock moves. */
export class SimServer {
  readonly #spec: SimSpec
  readonly #clock: Clock
  readonly #link: SimLink
  /** `WILL X` and `DO X` that we said and that are not answered yet; what is agreed by them. */
  readonly #announced = new Set<string>()
  readonly #agreed = new Set<string>()
  readonly #fired = new Set<string>()
  readonly #sbCounts = new Map<string, number>()
  #lines = 0
  #closing = false
  #deflate: pako.Deflate | undefined
  #state: 'data' | 'iac' | 'verb' | 'sub' | 'sub-iac' = 'data'
  #verb: Verb = 'DO'
  #sub: number[] = []
  /** What was written in one go: one read of the client. */
  #written: Uint8Array[] = []

  constructor(spec: SimSpec, clock: Clock, link: SimLink) {
    this.#spec = spec
    this.#clock = clock
    this.#link = link
  }

  /** The connection stands. */
  open(): void {
    this.#turn(() => {
      this.#run(this.#spec.connect ?? [])
    })
    const { closeAfterMs } = this.#spec
    if (closeAfterMs !== undefined) this.#later(closeAfterMs, () => this.#close())
  }

  /** Bytes of the client. */
  hear(bytes: Uint8Array): void {
    this.#clock.after(0, () => this.#turn(() => this.#receive(bytes)))
  }

  #later(ms: number, then: () => void): void {
    this.#clock.after(ms, () => this.#turn(then))
  }

  /** All that is written meanwhile arrives together. */
  #turn(then: () => void): void {
    then()
    const written = this.#written
    this.#written = []
    if (written.length === 0) return
    const reads = this.#spec.segment !== undefined && !this.#deflate ? written : [concat(written)]
    for (const bytes of reads) this.#clock.after(0, () => this.#link.receive(bytes))
  }

  #end(how: 'fin' | 'reset'): void {
    this.#clock.after(0, () => this.#clock.after(0, () => this.#link.end(how)))
  }

  #close(): void {
    if (this.#closing) return
    if (this.#deflate) this.#push(new Uint8Array(0), true)
    this.#closing = true
    this.#end('fin')
  }

  #run(steps: readonly SimStep[]): void {
    for (const [i, step] of steps.entries()) {
      if (step.wait !== undefined) return this.#later(step.wait, () => this.#run(steps.slice(i + 1)))
      if (step.close) return this.#close()
      if (step.reset) {
        this.#closing = true
        return this.#end('reset')
      }
      if (step.mccp2) this.#compress()
      else this.#send(step)
    }
  }

  #send(step: SimStep): void {
    if (step.cmd?.startsWith('WILL ') || step.cmd?.startsWith('DO ')) this.#announced.add(step.cmd)
    this.#write(encode(step))
  }

  #write(bytes: Uint8Array): void {
    if (this.#closing) return
    if (this.#deflate) return this.#push(bytes, false)
    const size = this.#spec.segment ?? bytes.length
    for (let at = 0; at < bytes.length; at += size) this.#written.push(bytes.subarray(at, at + size))
  }

  #compress(): void {
    if (this.#deflate) return
    this.#write(encode({ sb: ['MCCP2', ''] }))
    this.#deflate = new pako.Deflate()
    this.#deflate.onData = (bytes) => this.#written.push(bytes)
  }

  #push(bytes: Uint8Array, last: boolean): void {
    this.#deflate?.push(bytes, last ? pako.Z_FINISH : pako.Z_SYNC_FLUSH)
  }

  #receive(bytes: Uint8Array): void {
    let typed = false
    for (const byte of bytes) if (this.#take(byte)) typed = true
    if (typed && this.#spec.input === 'chunk') this.#line()
  }

  /** True for a byte of text. */
  #take(byte: number): boolean {
    switch (this.#state) {
      case 'data':
        if (byte === IAC) this.#state = 'iac'
        else if (this.#spec.input !== 'chunk' && (byte === 10 || (byte === 13 && this.#spec.crIsLine)))
          this.#line()
        return byte !== IAC
      case 'iac':
        this.#sub = []
        this.#verb = VERBS[byte] ?? 'DO'
        this.#state = byte === SB ? 'sub' : VERBS[byte] ? 'verb' : 'data'
        return false
      case 'verb':
        this.#state = 'data'
        this.#negotiate(this.#verb, nameOf(byte))
        return false
      case 'sub':
        if (byte === IAC) this.#state = 'sub-iac'
        else this.#sub.push(byte)
        return false
      case 'sub-iac':
        this.#state = byte === IAC ? 'sub' : 'data'
        if (byte === IAC) this.#sub.push(byte)
        else this.#subnegotiation(nameOf(this.#sub[0] ?? -1))
        return false
    }
  }

  #negotiate(verb: Verb, option: string): void {
    const how: SimOption = { ...this.#spec.default, ...this.#spec.options?.[option] }
    const agreement = verb.startsWith('D') ? `WILL ${option}` : `DO ${option}`
    if (verb === 'DONT' || verb === 'WONT') {
      if (this.#agreed.delete(agreement))
        this.#send({ cmd: `${verb === 'DONT' ? 'WONT' : 'DONT'} ${option}` })
      return
    }
    if (this.#agreed.has(agreement) && !how.loops) return
    const enable = (): void => {
      this.#agreed.add(agreement)
      this.#enable(verb === 'DO' ? 'onDo' : 'onWill', option, how)
    }
    if (this.#announced.delete(agreement)) return enable()
    const reply = verb === 'DO' ? how.do : how.will
    if (reply === undefined || reply === 'none') return
    const answer = (): void => {
      this.#write(encode({ cmd: `${reply} ${option}` }))
      if (reply === 'WILL' || reply === 'DO') enable()
    }
    if (how.delayMs) this.#later(how.delayMs, answer)
    else answer()
  }

  #enable(when: 'onDo' | 'onWill', option: string, how: SimOption): void {
    const steps = how[when]
    if (!steps || this.#fired.has(when + option)) return
    this.#fired.add(when + option)
    this.#run(steps)
  }

  #subnegotiation(option: string): void {
    const how = this.#spec.options?.[option]
    const count = (this.#sbCounts.get(option) ?? 0) + 1
    this.#sbCounts.set(option, count)
    if (how?.onSb && count <= (how.onSbTimes ?? 1)) this.#run(how.onSb)
  }

  #line(): void {
    const script = this.#spec.lines ?? []
    const steps = script[Math.min(this.#lines++, script.length - 1)]
    if (steps) this.#run(steps)
  }
}
