import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { latin1, toHex } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { charset } from '../../shared/options/charset.ts'
import { gmcp } from '../../shared/options/gmcp.ts'
import { optionModule } from '../../shared/options/index.ts'
import { isMalformed, refusalOf, type HostFacts, type OptionModule } from '../../shared/options/module.ts'
import { mssp } from '../../shared/options/mssp.ts'
import { newEnviron } from '../../shared/options/new-environ.ts'
import { ttypeName } from '../../shared/options/ttype.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { random } from '../helpers/cut.ts'
import { IDENTITY } from '../helpers/play.ts'

const HOST: HostFacts = { ...IDENTITY, columns: 80, rows: 24, agreed: () => [{ verb: 'DO', option: 240 }] }

const modules = Array.from({ length: 256 }, (_, code) => optionModule(code))
const PAYLOADS = 10_000

/** Bytes that options begin with, mark things with, or must double; and any. */
const BYTES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 32, 59, 65, 91, 127, 128, 195, 240, 250, 251, 252, 253, 254, 255]

function payload(next: () => number): Uint8Array {
  const length = Math.floor(next() * next() * 40)
  return Uint8Array.from({ length }, () =>
    next() < 0.8 ? (BYTES[Math.floor(next() * BYTES.length)] as number) : Math.floor(next() * 256),
  )
}

describe('every option module', () => {
  // Those without a name are all alike.
  for (const module of modules.filter(({ code, name }) => !name.startsWith('0x') || code === 250)) {
    it(`${module.name} takes ${PAYLOADS} payloads of any kind, describes them, and writes back what it read`, () => {
      const next = random(module.code + 1)
      let read = 0
      for (let i = 0; i < PAYLOADS; i++) {
        const bytes = payload(next)
        const side = next() < 0.5 ? 'server' : 'client'
        try {
          if (roundTrip(module, bytes, side)) read++
        } catch (error) {
          throw new Error(`${module.name}, ${side}: ${toHex(bytes, ' ')}`, { cause: error })
        }
      }
      const isSwitch = isMalformed(module.decode(Uint8Array.of(1), 'server')) && read === 0
      expect(isSwitch || read > 20).toBe(true)
    })
  }

  it('says why it refuses what it refuses, with the document that it goes by', () => {
    for (const module of modules) {
      for (const performer of ['server', 'client'] as const) {
        if (module.accept[performer === 'server' ? 'him' : 'us'] && module.unlessOffered === undefined)
          continue
        expect(refusalOf(module, performer), `${module.name} ${performer}`).toMatch(
          /\S \((RFC \d+|https:\/\/\S+|registered without an RFC|the draft [^)]+)\)$/,
        )
      }
    }
  })

  it('has a line of meaning and a source for each option that has a name', () => {
    for (const code of Object.values(TELOPT)) {
      const module = optionModule(code)
      expect(module.summary).not.toContain('without a name')
      expect(module.source).toMatch(/^(RFC \d+|https?:\/\/\S+)$/)
    }
  })
})

/** False where the payload says nothing to the module. */
function roundTrip(module: OptionModule, payload: Uint8Array, side: 'server' | 'client'): boolean {
  const message = module.decode(payload, side)
  const fields = module.fields?.(payload) ?? []
  const named = fields.reduce((sum, { length }) => sum + length, 0)
  if (module.fields && named !== payload.length) throw new Error(`fields name ${named} bytes`)
  if (isMalformed(message)) {
    if (!/\S/.test(message.malformed)) throw new Error('malformed without a reason')
    return false
  }
  const words = module.describe(message)
  if (!/\S/.test(words) || /undefined|NaN|\[object/.test(words)) throw new Error(`described as "${words}"`)
  const facts = module.evolve(module.initial(), message, side, millis(0))
  const answers = module.respond?.(facts, message, HOST) ?? []
  for (const answer of answers)
    if (!isDeepStrictEqual(module.decode(module.encode(answer), 'client'), answer))
      throw new Error(`answered ${JSON.stringify(answer)}`)
  const written = module.encode(message)
  if (module.lossless && toHex(written) !== toHex(payload))
    throw new Error(`written as ${toHex(written, ' ')}`)
  if (!isDeepStrictEqual(module.decode(written, side), message))
    throw new Error(`read anew otherwise: ${words}`)
  return true
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
    return (newEnviron.respond?.(newEnviron.initial(), message, HOST) ?? [])
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
        ...(head === '' ? {} : { table: head }),
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
