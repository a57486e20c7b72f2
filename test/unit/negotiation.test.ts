import { describe, expect, it } from 'vitest'
import { asked, heard, isSettled, sent, type Q } from '../../shared/telnet/negotiation.ts'

/**
 * RFC 1143 section 7, "him" half: state and received verb, then the new state and what is sent. NO with WILL splits by
 * whether we agree; here the answer is a step of its own (`due`).
 */
const RFC: readonly (readonly [Q, 'WILL' | 'WONT', Q, boolean | undefined, boolean])[] = [
  ['no', 'WILL', 'due', undefined, false],
  ['yes', 'WILL', 'yes', undefined, false],
  ['wantno', 'WILL', 'no', undefined, true],
  ['wantno-opposite', 'WILL', 'yes', undefined, true],
  ['wantyes', 'WILL', 'yes', undefined, false],
  ['wantyes-opposite', 'WILL', 'yes', false, false],
  ['no', 'WONT', 'no', undefined, false],
  ['yes', 'WONT', 'no', undefined, false],
  ['wantno', 'WONT', 'no', undefined, false],
  ['wantno-opposite', 'WONT', 'no', true, false],
  ['wantyes', 'WONT', 'no', undefined, false],
  ['wantyes-opposite', 'WONT', 'no', undefined, false],
]

describe('RFC 1143', () => {
  for (const [q, verb, next, send, error] of RFC) {
    it(`${verb} in ${q} leads to ${next}${send === undefined ? '' : `, and ${send ? 'DO' : 'DONT'} is sent`}`, () => {
      const result = heard(q, verb === 'WILL')
      expect([result.next, result.send, result.error ?? false]).toEqual([next, send, error])
    })
  }

  it('queues one opposite wish behind an open request and takes it back', () => {
    expect(asked('wantno', true)).toEqual({ next: 'wantno-opposite', send: false })
    expect(asked('wantno-opposite', false)).toEqual({ next: 'wantno', send: false })
    expect(asked('wantyes', false)).toEqual({ next: 'wantyes-opposite', send: false })
    expect(asked('wantyes-opposite', true)).toEqual({ next: 'wantyes', send: false })
  })

  it('asks only for what is not so already', () => {
    expect(asked('no', true).send).toBe(true)
    expect(asked('yes', false).send).toBe(true)
    expect(asked('yes', true).send).toBe(false)
    expect(asked('no', false).send).toBe(false)
  })

  it('is settled after an answer and not before', () => {
    expect(isSettled(sent('due', true))).toBe(true)
    expect(isSettled(sent('due', false))).toBe(true)
    expect(isSettled(sent('no', true))).toBe(false)
    expect(isSettled(sent('yes', false))).toBe(false)
  })
})
