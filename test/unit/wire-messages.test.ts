import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODES, codeOfClose, isCode } from '../../shared/wire/codes.ts'
import type { Code } from '../../shared/wire/codes.ts'
import { directoryOf } from '../../shared/wire/info.ts'
import { encode, knownCode, parseClientMessage, parseProxyMessage } from '../../shared/wire/messages.ts'
import type { ClientMessage, ProxyMessage } from '../../shared/wire/messages.ts'
import { documentText } from '../helpers/documents.ts'

const DOCUMENT = documentText('proxy-protocol.md')

const certificate = { subject: 'mud.example', issuer: 'CA', validFrom: 'a', validTo: 'b', sha256: 'c0ffee' }
const opened: ProxyMessage = {
  type: 'opened',
  v: 1,
  via: 'a',
  token: 'b',
  window: 1,
  parkSeconds: 0,
  address: '1.1.1.1',
  family: 4,
}
const fromProxy: readonly ProxyMessage[] = [
  opened,
  { ...opened, country: 'DE', tls: { version: 'TLSv1.3', cipher: 'x', certificate, authorized: false } },
  { type: 'resumed', received: 3, from: 4 },
  { type: 'ack', received: 0 },
  { type: 'pong', n: 9 },
  { type: 'refused', code: 'refused', leg: 'proxy-game', message: 'No.' },
  { type: 'refused', code: 'tls-failed', leg: 'proxy-game', message: 'No.', certificate },
  { type: 'notice', code: 'stopping', message: 'Soon.', until: 5 },
  { type: 'notice', code: 'stopping', message: 'Soon.' },
  { type: 'closed', by: 'takeover', code: 'taken-over', message: 'Elsewhere.' },
]
const fromClient: readonly ClientMessage[] = [
  { type: 'resume', token: 'a', received: 1, sent: 2 },
  { type: 'ack', received: 262144 },
  { type: 'ping', n: 0 },
  { type: 'end' },
]

describe('messages', () => {
  it.each(fromProxy)('%j comes back from its text', (message) => {
    expect(parseProxyMessage(encode(message))).toEqual({ kind: 'message', message })
  })

  it.each(fromClient)('%j comes back from its text', (message) => {
    expect(parseClientMessage(encode(message))).toEqual({ kind: 'message', message })
  })

  it('that are wrong in one place are bad and say where', () => {
    const bad = (text: string) => {
      const parsed = parseProxyMessage(text)
      return parsed.kind === 'bad' ? parsed.reason : parsed
    }
    expect(bad(JSON.stringify({ ...opened, family: 5 }))).toBe('opened: family is neither 4 nor 6')
    expect(bad(JSON.stringify({ ...opened, token: null }))).toBe('opened: token is not text')
    expect(bad(JSON.stringify({ ...opened, tls: 1 }))).toBe('opened: tls is not an object')
    expect(bad('{"type":"ack","received":1.5}')).toBe('ack: received is not a whole number from 0 up')
    expect(bad('{"type":"ack","received":1e300}')).toBe('ack: received is not a whole number from 0 up')
    expect(bad('{"type":"closed","by":"me","code":"a","message":"b"}')).toMatch(/^closed: by is not/)
    expect(bad('{"type":"refused","leg":"x","code":"a","message":"b"}')).toMatch(/^refused: leg is not/)
    expect(bad('null')).toBe('a text frame is not a JSON object')
    expect(bad('{"type":1}')).toBe('a message has no type')
  })

  it('of an unknown type are named, whatever else they hold, and names of object members are no types', () => {
    expect(parseClientMessage('{"type":"later","n":{}}')).toEqual({ kind: 'unknown', type: 'later' })
    expect(parseClientMessage('{"type":"constructor"}')).toEqual({ kind: 'unknown', type: 'constructor' })
    expect(parseClientMessage('{"type":"opened"}')).toEqual({ kind: 'unknown', type: 'opened' })
  })

  it('lose the keys that this version does not know', () => {
    expect(parseClientMessage('{"type":"end","why":"tired"}')).toEqual({
      kind: 'message',
      message: { type: 'end' },
    })
  })

  it('never throw, whatever the text', () => {
    const value = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .dictionary(
          fc.constantFrom('received', 'n', 'token', 'sent', 'code', 'by', 'tls', 'family'),
          fc.jsonValue(),
        )
        .chain((rest) =>
          fc
            .constantFrom('opened', 'ack', 'closed', 'resume', 'ping', '__proto__')
            .map((type) => JSON.stringify({ ...rest, type })),
        ),
    )
    fc.assert(
      fc.property(value, (text) => {
        for (const parsed of [parseProxyMessage(text), parseClientMessage(text)]) {
          expect(['message', 'unknown', 'bad']).toContain(parsed.kind)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('with the code of a newer proxy are kept, and the code is not taken for one of ours', () => {
    const closed: ProxyMessage = {
      type: 'closed',
      by: 'proxy',
      code: 'from-the-future',
      message: 'Idle too long.',
    }
    expect(parseProxyMessage(encode(closed))).toEqual({ kind: 'message', message: closed })
    expect(knownCode(closed)).toBeUndefined()
    expect(isCode('toString')).toBe(false)
  })
})

describe('codes', () => {
  it('have numbers of their own, and refusals close with 4000 + n', () => {
    const facts = Object.values(CODES)
    expect(new Set(facts.map(({ n }) => n)).size).toBe(facts.length)
    expect(facts.filter(({ n, close }) => close !== 4000 + n).map(({ close }) => close)).toEqual([1000, 1001])
    expect(codeOfClose(4007)).toBe('forbidden')
    expect([codeOfClose(1000), codeOfClose(1006), codeOfClose(4999)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('stand in the document as they are here', () => {
    const rows = [...DOCUMENT.matchAll(/^\| `([a-z-]+)` \| (\d+) \| (\d+) \| ([a-z-]+) \|/gm)]
    expect(rows.map(([, code, n, close, leg]) => [code, Number(n), Number(close), leg])).toEqual(
      Object.entries(CODES).map(([code, { n, close, leg }]) => [code, n, close, leg]),
    )
  })
})

describe('the document', () => {
  const examples = [...DOCUMENT.matchAll(/^([<>]) (\{.*\})$/gm)].map(([, direction = '', text = '']) => ({
    direction,
    text,
  }))

  it('has examples of every message, each of which is read', () => {
    const seen = examples.map(({ direction, text }) => {
      const parsed = direction === '<' ? parseProxyMessage(text) : parseClientMessage(text)
      expect(parsed, text).toMatchObject({ kind: 'message' })
      return parsed.kind === 'message' ? parsed.message.type : ''
    })
    const all = [...fromProxy, ...fromClient].map(({ type }) => type)
    expect([...new Set(seen)].sort()).toEqual([...new Set(all)].sort())
  })

  it('uses codes as the table has them', () => {
    for (const { direction, text } of examples) {
      const parsed = direction === '<' ? parseProxyMessage(text) : undefined
      const message = parsed?.kind === 'message' ? parsed.message : undefined
      if (message?.type === 'refused' || message?.type === 'notice' || message?.type === 'closed') {
        const facts = CODES[knownCode(message) as Code]
        if (message.type === 'refused') expect(message.leg).toBe(facts.leg)
        if (message.type === 'closed' && message.by !== 'client') expect(message.message).toBe(facts.sentence)
      }
    }
  })
})

describe('the directory', () => {
  it('leaves out what makes no sense', () => {
    const demo = { name: 'Demo', host: '127.0.0.1', port: 4000, tls: false, builtIn: true }
    expect(directoryOf({ directory: [demo, 1, { name: 'x' }, { name: 'y', host: 'h', port: 1 }] })).toEqual([
      demo,
      { name: 'y', host: 'h', port: 1, tls: false, builtIn: false },
    ])
    expect([directoryOf(null), directoryOf({}), directoryOf({ directory: 'x' })]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
