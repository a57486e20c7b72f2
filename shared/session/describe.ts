import { optionModule } from '../options/index.ts'
import { COMMAND_MEANING, commandName, optionName } from '../telnet/codes.ts'
import { assertNever } from '../base/brands.ts'
import { describeInband } from '../inband/describe.ts'
import type { Json } from '../base/canonical-json.ts'
import type { SessionEvent, Side } from './events.ts'
import { MARK_INFLATE_GO_ON, readAskMark, readMissedStart, readRuleMark, readScanMark } from './marks.ts'

const WHO: Readonly<Record<Side, string>> = { server: 'The server', client: 'We' }

/** What happened, in one plain sentence. */
export function describeEvent(event: SessionEvent): string {
  switch (event.kind) {
    case 'text':
      return `${WHO[event.side]} sent ${count(event.end - event.start, 'byte')} of text.`
    case 'command':
      return commands(event)
    case 'prompt':
      return `The server marked the end of a prompt (${event.by}).`
    case 'negotiate':
      return negotiation(event)
    case 'subnegotiation':
      if (!event.message)
        return `${WHO[event.side]} sent ${optionName(event.option)}: ${count(event.payload.length, 'byte')} that cannot be read.`
      return `${WHO[event.side]} ${optionModule(event.option).describe(event.message)}.`
    case 'inband':
      return `${WHO[event.side]} ${describeInband(event.message)}.`
    case 'compression':
      return compression(event)
    case 'fault':
      return `${event.detail}.`
    case 'resize':
      return `The window is now ${event.columns} columns by ${event.rows} rows.`
    case 'mark':
      return mark(event.label)
    case 'message':
      return proxyMessage(event.message)
    case 'gap':
      return `${count(event.lost, 'byte')} from the server are missing here.`
    case 'close':
      return `The connection was closed: ${event.reason}.`
    default:
      return assertNever(event, 'event')
  }
}

type Of<Kind extends SessionEvent['kind']> = Extract<SessionEvent, { kind: Kind }>

function negotiation({ side, verb, option, performer, before, after, owed }: Of<'negotiate'>): string {
  const name = optionName(option)
  if (side === 'client') return ours(verb, name, before)
  if (owed === 'confirm') return `The server asked for ${name} again, as after a restart.`
  if (verb === 'WILL') {
    if (before.startsWith('wantyes') && after === 'yes') return `The server agreed to do ${name}.`
    return before === 'yes'
      ? `The server repeated that it does ${name}.`
      : `The server offered to do ${name}.`
  }
  if (verb === 'DO') {
    if (before.startsWith('wantyes') && after === 'yes') return `The server agreed that we do ${name}.`
    return before === 'yes'
      ? `The server repeated that we should do ${name}.`
      : `The server asked us to do ${name}.`
  }
  const doing = performer === 'server' ? `does not do ${name}` : `does without ${name} from us`
  if (before === 'wantyes' || before === 'wantyes-opposite') {
    return `The server refused to ${performer === 'server' ? `do ${name}` : `have us do ${name}`}.`
  }
  if (before === 'no') return `The server ${doing}.`
  if (before === 'due') return `The server took it back: it ${doing}.`
  return performer === 'server'
    ? `The server stopped doing ${name}.`
    : `The server no longer wants us to do ${name}.`
}

function commands({ side, command, count: times }: Of<'command'>): string {
  const name = commandName(command)
  const what = COMMAND_MEANING[name] ?? `sent the command ${name}`
  return `${WHO[side]} ${what}${times > 1 ? `, ${times.toLocaleString('en')} times` : ''}.`
}

function ours(verb: Of<'negotiate'>['verb'], name: string, before: Of<'negotiate'>['before']): string {
  const answer = before === 'due'
  switch (verb) {
    case 'DO':
      if (before === 'yes') return `We confirmed that the server does ${name}.`
      return answer ? `We agreed that the server does ${name}.` : `We asked the server to do ${name}.`
    case 'WILL':
      if (before === 'yes') return `We confirmed that we do ${name}.`
      return answer ? `We agreed to do ${name}.` : `We offered to do ${name}.`
    case 'DONT':
      if (before === 'yes') return `We asked the server to stop doing ${name}.`
      return answer ? `We refused ${name} from the server.` : `We noted that the server does not do ${name}.`
    case 'WONT':
      if (before === 'yes') return `We stopped doing ${name}.`
      return answer ? `We refused to do ${name}.` : `We said that we do not do ${name}.`
  }
}

function compression({ side, option, what }: Of<'compression'>): string {
  const name = optionName(option)
  const whose = side === 'server' ? 'what the server sends' : 'what we send'
  switch (what) {
    case 'start':
      return `From here on ${whose} is compressed (${name}).`
    case 'end':
      return `Compression ended (${name}); ${whose} is plain again.`
    case 'gzip':
      return `It is wrapped as gzip (RFC 1952) where ${name} has zlib (RFC 1950); it is read all the same.`
    case 'deflate':
      return `It is bare deflate (RFC 1951) where ${name} has zlib (RFC 1950); it is read all the same.`
    case 'raw':
      return `The compressed data broke off (${name}); ${whose} is read as plain from here on.`
  }
}

function mark(label: string): string {
  const asked = readAskMark(label)
  if (asked) {
    const { verb, option } = asked
    return `${verb} ${optionName(option)} is asked for as soon as the request before it is answered.`
  }
  if (label === MARK_INFLATE_GO_ON) return 'You chose: read on what unpacks to so much.'
  const missed = readMissedStart(label)
  if (missed !== undefined)
    return `What follows is compressed (${optionName(missed)}); where that began is no longer kept.`
  const scan = readScanMark(label)
  if (scan !== undefined)
    return SCAN_MARKS[scan] ?? (scan.startsWith('{') ? 'A scan began.' : `Mark: ${label}.`)
  const ruled = readRuleMark(label)
  if (!ruled) return isSentence(label) ? label : `Mark: ${label}.`
  const name = optionName(ruled.option)
  const whose = ruled.performer === 'server' ? `${name} from the server` : `to do ${name} ourselves`
  return {
    usual: `You chose: answer as usual when ${name} is ${ruled.performer === 'server' ? 'offered by the server' : 'asked of us'}.`,
    accept: `You chose: always agree ${ruled.performer === 'server' ? `to ${whose}` : whose}.`,
    refuse: `You chose: always refuse ${whose}.`,
  }[ruled.rule]
}

const SCAN_MARKS: Readonly<Record<string, string>> = {
  settle: 'The scan has waited for answers long enough and goes on to the greeting.',
  banner: 'The scan reads the greeting until it is quiet.',
  probe: 'The scan knows of every option it would ask for.',
  mssp: 'The scan waits for what the server promised to tell of itself (MSSP).',
  done: 'The scan is over.',
}

/** What the page notes is a sentence already; what a person noted need not be. */
const isSentence = (label: string): boolean => /^\p{Lu}.*[.!?]$/su.test(label)

function proxyMessage(message: Json): string {
  const fields = typeof message === 'object' && message !== null && !Array.isArray(message) ? message : {}
  const { type, address, message: sentence } = fields as { readonly [key: string]: Json | undefined }
  if (type === 'opened') {
    return typeof address === 'string'
      ? `The proxy reached the game at ${address}.`
      : 'The proxy reached the game.'
  }
  if (type === 'resumed') return 'The page found its proxy again, and the session went on; nothing was lost.'
  return `The proxy: ${typeof sentence === 'string' ? sentence : JSON.stringify(message)}`
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
