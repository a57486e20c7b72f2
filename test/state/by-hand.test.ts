import { describe, expect, it, vi } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { ruleOf } from '../../shared/session/rules.ts'
import { RuleBook } from '../../client/state/rule-book.ts'
import { sessionUnderTest } from '../helpers/page-session.svelte.ts'
import { Remembered } from '../helpers/page-memory.ts'

const ADDRESS = { host: 'mud.example', port: 4000, tls: false }

describe('what a person asks of a session', () => {
  it('goes over the wire and is shown with the next frame', () => {
    const { view, socket, frame } = sessionUnderTest()
    socket.open()
    expect(view.ask({ kind: 'verb', verb: 'DO', option: 3 })).toBe('sent')
    expect(view.ask({ kind: 'subnegotiation', option: 201, payload: latin1('Core.Ping') })).toBe('sent')
    expect(view.ask({ kind: 'raw', bytes: latin1('\xff\xf1') })).toBe('sent')
    expect(socket.sent).toBe('\xff\xfd\x03\xff\xfa\xc9Core.Ping\xff\xf0\xff\xf1')
    frame()
    expect(view.options[0]).toMatchObject({ name: 'SGA', server: 'asked' })
  })

  it('is not done once the session is over', () => {
    const { view, socket } = sessionUnderTest()
    socket.open()
    view.disconnect()
    expect(view.ask({ kind: 'raw', bytes: latin1('x') })).toBe('over')
    expect(socket.sent).toBe('')
  })
})

describe('rules for a server', () => {
  it('hold for the next session with it, from its first offer on', () => {
    const memory = new Remembered()
    const first = sessionUnderTest(undefined, memory)
    first.socket.open()
    first.view.ask({ kind: 'rule', rule: 'refuse', performer: 'server', option: 201 })
    first.view.ask({ kind: 'rule', rule: 'accept', performer: 'client', option: 99 })
    expect(first.socket.sent).toBe('')
    const second = sessionUnderTest(undefined, memory)
    expect(ruleOf(second.view.rules, 'server', 201)).toBe('refuse')
    second.socket.open()
    second.socket.receive('\xff\xfb\xc9\xff\xfd\x63')
    expect(second.socket.sent).toBe('\xff\xfe\xc9\xff\xfb\x63')
    second.view.ask({ kind: 'rule', rule: 'usual', performer: 'server', option: 201 })
    second.frame()
    expect(ruleOf(second.view.rules, 'server', 201)).toBe('usual')
    expect([...new RuleBook(memory).for(ADDRESS).keys()]).toEqual(['client 99'])
  })

  it('are no other server’s', () => {
    const memory = new Remembered()
    const { view, socket } = sessionUnderTest(undefined, memory)
    socket.open()
    view.ask({ kind: 'rule', rule: 'refuse', performer: 'server', option: 1 })
    const book = new RuleBook(memory)
    expect(book.for({ ...ADDRESS, host: 'MUD.example' }).size).toBe(1)
    expect(book.for({ ...ADDRESS, port: 4001 }).size).toBe(0)
    view.ask({ kind: 'rule', rule: 'usual', performer: 'server', option: 1 })
    expect(memory.getItem('willdo.rules')).toBe('{}')
  })

  it.each([
    'nonsense',
    'null',
    '[]',
    '{"mud.example:4000":7}',
    '{"mud.example:4000":["refuse server NOPE",3]}',
  ])('that cannot be read are passed over: %s', (text) => {
    vi.spyOn(console, 'info').mockReturnValue()
    const memory = new Remembered()
    memory.setItem('willdo.rules', text)
    expect(new RuleBook(memory).for(ADDRESS).size).toBe(0)
  })
})
