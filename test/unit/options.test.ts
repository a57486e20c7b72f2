import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1, toHex } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { charset } from '../../shared/options/charset.ts'
import { gmcp } from '../../shared/options/gmcp.ts'
import { OPTIONS, optionModule } from '../../shared/options/index.ts'
import { isMalformed, type HostFacts, type OptionModule } from '../../shared/options/module.ts'
import { mssp } from '../../shared/options/mssp.ts'
import { newEnviron } from '../../shared/options/new-environ.ts'
import { ttypeName } from '../../shared/options/ttype.ts'
import { IDENTITY } from '../helpers/play.ts'

const HOST: HostFacts = { ...IDENTITY, columns: 80, rows: 24 }

const modules = [...OPTIONS.map(({ code }) => optionModule(code)), optionModule(69), optionModule(250)]

describe('every option module', () => {
  for (const module of modules) {
    it(`${module.name} takes any payload without throwing, describes it, and writes back what it read`, () => {
      fc.assert(
        fc.property(
          fc.array(fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 255 })), {
            maxLength: 40,
          }),
          fc.constantFrom('server' as const, 'client' as const),
          (bytes, side) => roundTrip(module, Uint8Array.from(bytes), side),
        ),
        { numRuns: 500 },
      )
    })
  }
})

function roundTrip(module: OptionModule, payload: Uint8Array, side: 'server' | 'client'): void {
  const message = module.decode(payload, side)
  if (isMalformed(message)) {
    expect(message.malformed).toMatch(/\S/)
    return
  }
  expect(module.describe(message)).toMatch(/\S/)
  const facts = module.evolve(module.initial(), message, side, millis(0))
  module.respond?.(facts, message, HOST)
  // Text that is not UTF-8 is read as one character a byte and would be written as UTF-8: only ASCII is compared.
  if (payload.some((byte) => byte > 127)) return
  expect(module.decode(module.encode(message), side)).toEqual(message)
}

describe('TTYPE', () => {
  it('cycles through name, terminal, MTTS, the last once more, and starts over', () => {
    const names = [1, 2, 3, 4, 5, 6].map((nth) => ttypeName(nth, HOST))
    expect(names).toEqual(['WILLDO', 'XTERM-256COLOR', 'MTTS 15', 'MTTS 15', 'WILLDO', 'XTERM-256COLOR'])
  })
})

describe('NEW_ENVIRON', () => {
  const answer = (payload: Uint8Array): string => {
    const message = newEnviron.decode(payload, 'server')
    if (isMalformed(message)) return message.malformed
    return (newEnviron.respond?.(null, message, HOST) ?? [])
      .map((reply) => newEnviron.describe(reply as never))
      .join()
  }

  it('tells only what MNES names, whatever is asked', () => {
    expect(answer(latin1('\x01\0CLIENT_NAME\0HOME\x03AWS_SECRET'))).toBe(
      'gave CLIENT_NAME=WILLDO, HOME not set, AWS_SECRET not set',
    )
  })

  it('tells all to SEND VAR USERVAR without names, and nothing to USERVAR alone', () => {
    expect(answer(latin1('\x01\0\x03'))).toContain('CHARSET=UTF-8, CLIENT_NAME=WILLDO')
    expect(answer(latin1('\x01\x03'))).toBe('gave no variables')
  })

  it('knows nothing by the names that every object has', () => {
    expect(answer(latin1('\x01\0constructor\0hasOwnProperty\0__proto__\0toString'))).toBe(
      'gave constructor not set, hasOwnProperty not set, __proto__ not set, toString not set',
    )
  })

  it('answers each name once, and no list without end', () => {
    expect(answer(latin1('\x01' + '\0MTTS'.repeat(500)))).toBe('gave MTTS=15')
    expect(answer(latin1('\x01' + '\0A'.repeat(100_000)))).toBe('it has over 1000 variables')
  })

  it('undoes and makes ESC', () => {
    const message = { kind: 'is', variables: [{ type: 'USERVAR', name: 'A\x01B', value: '\x02' }] } as const
    expect(toHex(newEnviron.encode(message as never))).toBe('0003410201420102' + '02')
    expect(newEnviron.decode(newEnviron.encode(message as never), 'client')).toEqual(message)
  })
})

describe('CHARSET', () => {
  it('steps over a translation table version with or without the blank', () => {
    for (const head of ['', '[TTABLE ]\x01', '[TTABLE]\x01']) {
      expect(charset.decode(latin1(`\x01${head};UTF-8;LATIN-1`), 'server')).toEqual({
        kind: 'request',
        separator: ';',
        names: ['UTF-8', 'LATIN-1'],
      })
    }
  })
})

describe('GMCP', () => {
  it('keeps bodies as they came: none, bare, broken, and data without a package (CoffeeMud)', () => {
    const read = (text: string): unknown => gmcp.decode(latin1(text), 'server')
    expect(read('Core.Ping')).toMatchObject({ name: 'Core.Ping', body: '' })
    expect(read('Comm.Tick { }')).toMatchObject({ name: 'Comm.Tick', body: '{ }' })
    expect(read('Room.Info {"broken":')).toMatchObject({ name: 'Room.Info', body: '{"broken":' })
    expect(read('{"6779":[76]}')).toMatchObject({ name: '', body: '{"6779":[76]}' })
  })

  it('counts packages case-blind, and only so many', () => {
    let facts = gmcp.initial() as ReturnType<typeof gmcp.initial> & {
      packages: Map<string, { count: number }>
    }
    const take = (name: string): void => {
      facts = gmcp.evolve(facts, { kind: 'message', name, body: '' } as never, 'server', millis(0))
    }
    take('Room.Info')
    take('room.info')
    expect(facts.packages.get('Room.Info')?.count).toBe(2)
    for (let i = 0; i < 5000; i++) take(`Made.Up.${i}`)
    expect(facts.packages.size).toBe(1000)
  })

  it('keeps the last bodies of all packages, but no more than 4 MiB of them', () => {
    let facts = gmcp.initial() as ReturnType<typeof gmcp.initial> & {
      packages: Map<string, { body?: string }>
    }
    const take = (name: string, body: string): void => {
      facts = gmcp.evolve(
        facts,
        { kind: 'message', name, body } as never,
        'server',
        millis(0),
      ) as typeof facts
    }
    const mib = 'x'.repeat(1024 * 1024)
    for (const name of ['A', 'B', 'C', 'D', 'E', 'D']) take(name, mib)
    expect([...facts.packages].map(([name, { body }]) => [name, body?.length])).toEqual([
      ['A', 1048576],
      ['B', 1048576],
      ['C', 1048576],
      ['D', 1048576],
      ['E', undefined],
    ])
    take('A', 'short')
    take('E', 'now there is room')
    expect(facts.packages.get('E')?.body).toBe('now there is room')
  })
})

describe('MSSP', () => {
  it('reads no list without end', () => {
    expect(mssp.decode(new Uint8Array(1024 * 1024).fill(1), 'server')).toEqual({
      malformed: 'it has over 5000 names and values',
    })
  })

  it('takes repeated values as a list and keeps the order', () => {
    expect(mssp.decode(latin1('\x01NAME\x02Zoo\x01PORT\x024000\x024001'), 'server')).toEqual({
      kind: 'variables',
      variables: [
        { name: 'NAME', values: ['Zoo'] },
        { name: 'PORT', values: ['4000', '4001'] },
      ],
    })
  })
})
