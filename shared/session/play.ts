import { optionModule } from '../options/index.ts'
import { millis, type Millis } from '../base/brands.ts'
import type { Agreed, HostFacts, Message, OptionModule, Told } from '../options/module.ts'
import { encodeSubnegotiation, encodeVerb } from '../telnet/encode.ts'
import type { Verb } from '../telnet/codes.ts'
import { TELOPT } from '../telnet/codes.ts'
import type { SessionEvent, Side } from './events.ts'
import { inbandAnswers, type InbandIdentity } from './inband-answers.ts'
import type { Policy } from './policy.ts'
import { accepts, NO_RULES, ruleOf, rulesAfter, type Rules } from './rules.ts'
import type { SessionState } from './state.ts'

/** What a page or program says of itself; the rest comes from the session. */
export type Identity = Omit<HostFacts, 'columns' | 'rows' | 'agreed'> & InbandIdentity

/** MTTS bits, https://tintin.mudhalla.net/protocols/mtts/ */
export const MTTS = {
  ANSI: 1,
  VT100: 2,
  UTF8: 4,
  COLOURS_256: 8,
  SCREEN_READER: 64,
  PROXY: 128,
  TRUECOLOUR: 256,
  MNES: 512,
  TLS: 2048,
}

const DEFAULT_SIZE = { columns: 80, rows: 24 }

const verbFor = (performer: Side, on: boolean): Verb =>
  performer === 'server' ? (on ? 'DO' : 'DONT') : on ? 'WILL' : 'WONT'

/**
 * How willdo plays: it answers, takes what it can show, refuses the rest, and never speaks telnet first. A person's rules,
 * which are marks of the session, come before that.
 */
export function playPolicy(identity: Identity): Policy<Rules> {
  const hostOf = (state: SessionState, rules: Rules): HostFacts => ({
    ...identity,
    ...(state.size ?? DEFAULT_SIZE),
    agreed: () => agreedOptions(state, rules, identity.told),
  })
  return {
    origin: 'engine',
    initial: () => NO_RULES,
    evolve: (rules, entry) => (entry.kind === 'mark' ? rulesAfter(rules, entry.label) : rules),
    deadline: (state, rules) => alternatives(state, rules)[0]?.at,
    decide: (state, rules, event) => {
      switch (event.kind) {
        case 'negotiate':
          return event.side === 'server' ? negotiate(state, rules, event, hostOf(state, rules)) : []
        case 'subnegotiation':
          return event.side === 'server' ? respond(state, rules, event, hostOf(state, rules)) : []
        case 'inband':
          return event.side === 'server' && event.answered
            ? inbandAnswers(state, event.message, identity)
            : []
        case 'resize':
          return tell(state, (module) => module.resized?.(hostOf(state, rules)))
        case 'changed':
          return tell(state, (module, facts) => module.updated?.(facts, hostOf(state, rules)))
        case 'fault':
          return event.code === 'inflate-corrupt' && event.side === 'server' ? stopCompression(state) : []
        case 'wake':
          return alternatives(state, rules)
            .filter(({ at }) => at <= event.at)
            .map(({ option, accept }) => encodeVerb(verbFor('server', accept), option))
        default:
          return []
      }
    },
  }
}

type Negotiate = Extract<SessionEvent, { kind: 'negotiate' }>

function negotiate(
  state: SessionState,
  rules: Rules,
  event: Negotiate,
  host: HostFacts,
): readonly Uint8Array[] {
  const { option, performer, owed } = event
  const module = optionModule(option)
  const answer = (on: boolean): Uint8Array => encodeVerb(verbFor(performer, on), option)
  const on = event.verb === 'WILL' || event.verb === 'DO'
  switch (owed) {
    case 'choose':
      if (performer === 'server') {
        const waiting = alternatives(state, rules).find((candidate) => candidate.option === option)
        if (waiting) return waiting.at > state.at ? [] : [answer(waiting.accept)]
      }
      if (!accepts(rules, module, performer, host.told))
        return [answer(false), ...offerInstead(state, rules, event)]
      return [answer(true), ...greet(state, module, performer, host)]
    case 'confirm':
      // He seems to have started over (copyover), so he is told what he was told at first.
      return [answer(true), ...greet(state, module, performer, host)]
    case 'acknowledge':
      return [answer(false)]
    case 'send-queued':
      return [answer(!on)]
    case 'nothing':
      // Our own request was granted.
      return event.before === 'wantyes' && state.options[option]?.[performer].q === 'yes'
        ? greet(state, module, performer, host, true)
        : []
  }
}

/** CoffeeMud offers NAWS itself and never asks for our size; told no and offered it from our side it asks properly. */
function offerInstead(state: SessionState, rules: Rules, event: Negotiate): readonly Uint8Array[] {
  if (!accepts(rules, optionModule(event.option), 'client')) return []
  const untouched = (state.options[event.option]?.client.outcome ?? 'none') === 'none'
  const offers =
    optionModule(event.option).clientOnly === 'offer' && event.performer === 'server' && untouched
  return offers && state.options[event.option]?.client.q === 'no' ? [encodeVerb('WILL', event.option)] : []
}

const messages = (module: OptionModule, list: readonly Message[]): readonly Uint8Array[] =>
  list.map((message) => encodeSubnegotiation(module.code, module.encode(message)))

function greet(
  state: SessionState,
  module: OptionModule,
  performer: Side,
  host: HostFacts,
  asked = false,
): readonly Uint8Array[] {
  // What we send is compressed already, and goes on so.
  if (module.code === TELOPT.MCCP3 && state.compression.client.mode !== 'plain') return []
  const other = state.options[module.code]?.[performer === 'server' ? 'client' : 'server'].q
  // Both sides in one read: the server's is greeted, ours is not greeted again.
  const otherSide = other === 'yes' || (other === 'due' && performer === 'client')
  return messages(module, module.greet(performer === 'server' ? 'him' : 'us', host, otherSide, asked))
}

type Subnegotiation = Extract<SessionEvent, { kind: 'subnegotiation' }>

function respond(
  state: SessionState,
  rules: Rules,
  event: Subnegotiation,
  host: HostFacts,
): readonly Uint8Array[] {
  const module = optionModule(event.option)
  if (!event.message || !event.answered) return []
  const agreed = (['server', 'client'] as const).some((side) => isOn(state, rules, module, side, host.told))
  return agreed ? messages(module, module.respond?.(event.facts, event.message, host) ?? []) : []
}

/** `due`: the request came in the same read, and our yes went out just now. */
function isOn(state: SessionState, rules: Rules, module: OptionModule, side: Side, told: Told): boolean {
  const q = state.options[module.code]?.[side].q
  return (
    q === 'yes' || (q === 'due' && module.unlessOffered === undefined && accepts(rules, module, side, told))
  )
}

/** What STATUS tells: the table as it is on our side (RFC 859). */
function agreedOptions(state: SessionState, rules: Rules, told: Told): readonly Agreed[] {
  const sides = [
    ['client', 'WILL'],
    ['server', 'DO'],
  ] as const
  return [...state.mentioned]
    .sort((a, b) => a - b)
    .flatMap((option) =>
      sides
        .filter(([side]) => isOn(state, rules, optionModule(option), side, told))
        .map(([, verb]) => ({ verb, option })),
    )
}

/** What the options that we do have to say. */
function tell(
  state: SessionState,
  say: (module: OptionModule, facts: unknown) => readonly Message[] | undefined,
): readonly Uint8Array[] {
  return state.mentioned.flatMap((code) => {
    const module = optionModule(code)
    return state.options[code]?.client.q === 'yes'
      ? messages(module, say(module, state.facts[code]) ?? [])
      : []
  })
}

/** An offer whose answer waits to see whether the server offers the other option as well. */
interface Waiting {
  readonly option: number
  /** When it is answered at the latest. */
  readonly at: Millis
  readonly accept: boolean
}

/** So long a server may take to its first text, or to the offer of the other option. */
const ALTERNATIVE_WITHIN = 1000

/** Offers that are taken only without another: MCCP1 where MCCP2 was not offered by the first text. */
function alternatives(state: SessionState, rules: Rules): readonly Waiting[] {
  return state.mentioned.flatMap((option) => {
    const { unlessOffered } = optionModule(option)
    const side = state.options[option]?.server
    if (unlessOffered === undefined || side?.q !== 'due' || ruleOf(rules, 'server', option) !== 'usual')
      return []
    const other = state.options[unlessOffered]?.server
    const offered = other !== undefined && (other.q !== 'no' || other.outcome === 'refused-by-us')
    const known = offered || state.text.bytes > 0
    return [{ option, at: known ? side.since : millis(side.since + ALTERNATIVE_WITHIN), accept: !offered }]
  })
}

function stopCompression(state: SessionState): readonly Uint8Array[] {
  const option = state.compression.server.option ?? TELOPT.MCCP2
  return state.options[option]?.server.q === 'yes' ? [encodeVerb('DONT', option)] : []
}
