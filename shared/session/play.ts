import { optionModule } from '../options/index.ts'
import type { HostFacts, Message, OptionModule } from '../options/module.ts'
import { encodeSubnegotiation, encodeVerb } from '../telnet/encode.ts'
import type { Verb } from '../telnet/codes.ts'
import { TELOPT } from '../telnet/codes.ts'
import type { SessionEvent, Side } from './events.ts'
import type { Policy } from './policy.ts'
import { accepts, NO_RULES, rulesAfter, type Rules } from './rules.ts'
import type { SessionState } from './state.ts'

/** What a page or program says of itself; the size comes from the session. */
export type Identity = Omit<HostFacts, 'columns' | 'rows'>

/** MTTS bits, https://tintin.mudhalla.net/protocols/mtts/ */
export const MTTS = {
  ANSI: 1,
  VT100: 2,
  UTF8: 4,
  COLOURS_256: 8,
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
  const hostOf = (state: SessionState): HostFacts => ({ ...identity, ...(state.size ?? DEFAULT_SIZE) })
  return {
    origin: 'engine',
    initial: () => NO_RULES,
    evolve: (rules, entry) => (entry.kind === 'mark' ? rulesAfter(rules, entry.label) : rules),
    deadline: () => undefined,
    decide: (state, rules, event) => {
      switch (event.kind) {
        case 'negotiate':
          return event.side === 'server' ? negotiate(state, rules, event, hostOf(state)) : []
        case 'subnegotiation':
          return event.side === 'server' ? respond(state, rules, event, hostOf(state)) : []
        case 'resize':
          return resized(state, hostOf(state))
        case 'fault':
          return event.code === 'inflate-corrupt' && event.side === 'server' ? stopCompression(state) : []
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
      if (!accepts(rules, module, performer)) return [answer(false), ...offerInstead(state, rules, event)]
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
        ? greet(state, module, performer, host)
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
): readonly Uint8Array[] {
  const other = state.options[module.code]?.[performer === 'server' ? 'client' : 'server'].q
  // Both sides in one read: the server's is greeted, ours is not greeted again.
  const otherSide = other === 'yes' || (other === 'due' && performer === 'client')
  return messages(module, module.greet(performer === 'server' ? 'him' : 'us', host, otherSide))
}

type Subnegotiation = Extract<SessionEvent, { kind: 'subnegotiation' }>

function respond(
  state: SessionState,
  rules: Rules,
  event: Subnegotiation,
  host: HostFacts,
): readonly Uint8Array[] {
  const module = optionModule(event.option)
  const option = state.options[event.option]
  if (!event.message || !event.answered || !option) return []
  // `due`: the request came in the same read, and our yes went out just now.
  const agreed = (['server', 'client'] as const).some(
    (side) => option[side].q === 'yes' || (option[side].q === 'due' && accepts(rules, module, side)),
  )
  return agreed ? messages(module, module.respond?.(event.facts, event.message, host) ?? []) : []
}

function resized(state: SessionState, host: HostFacts): readonly Uint8Array[] {
  return state.mentioned.flatMap((code) => {
    const module = optionModule(code)
    return state.options[code]?.client.q === 'yes' && module.resized
      ? messages(module, module.resized(host))
      : []
  })
}

function stopCompression(state: SessionState): readonly Uint8Array[] {
  const option = state.compression.server.option ?? TELOPT.MCCP2
  return state.options[option]?.server.q === 'yes' ? [encodeVerb('DONT', option)] : []
}
