import { describe, expect, it } from 'vitest'
import { Settings } from '../../client/state/settings.svelte.ts'
import { readVariables, writeVariables } from '../../client/state/told.ts'
import { identityOf } from '../../client/transport/identity.ts'
import { Remembered } from '../helpers/page-memory.ts'
import { sessionUnderTest } from '../helpers/page-session.svelte.ts'

const sb = (payload: string): string => `\xff\xfa${payload}\xff\xf0`
const ENVIRON = '\x27'
const TTYPE = '\x18'

describe('what games are told', () => {
  it('is nothing of a person, unless he says so', () => {
    expect(new Settings(new Remembered()).telling).toEqual({
      screenReader: false,
      told: { variables: [], withheld: [], display: '', location: '', compressOut: false },
    })
  })

  it('is remembered, and nonsense in the memory is as if never said', () => {
    const memory = new Remembered()
    new Settings(memory).change({
      screenReader: 'yes',
      location: 'Attic',
      variables: [{ type: 'VAR', name: 'USER', value: 'zoe' }],
    })
    expect(new Settings(memory).telling).toMatchObject({
      screenReader: true,
      told: { location: 'Attic', variables: [{ type: 'VAR', name: 'USER', value: 'zoe' }] },
    })
    for (const key of memory.kept.keys()) {
      memory.setItem(
        key,
        JSON.stringify({
          variables: [1, null, { name: 'A B', value: 'x' }, { name: 'OK', value: 'a\nb' }],
          withheld: 'MTTS',
          display: 7,
        }),
      )
    }
    expect(new Settings(memory).telling.told).toEqual({
      variables: [{ type: 'USERVAR', name: 'OK', value: 'ab' }],
      withheld: [],
      display: '',
      location: '',
      compressOut: false,
    })
  })

  it('names a screen reader and TLS to the game only where they are', () => {
    const bits = (screenReader: boolean, tls: boolean, encoding: 'UTF-8' | 'CP437' = 'UTF-8'): number =>
      identityOf(() => ({
        encoding,
        chosen: false,
        tls,
        ...new Settings(new Remembered()).telling,
        screenReader,
      })).mtts
    const usual = bits(false, false)
    expect(bits(true, false) - usual).toBe(64)
    expect(bits(false, true) - usual).toBe(2048)
    expect(usual - bits(false, false, 'CP437')).toBe(4)
    // ANSI, VT100, 256 colours, proxy, true colour, MNES.
    expect(bits(false, false, 'CP437')).toBe(1 + 2 + 8 + 128 + 256 + 512)
  })

  it('goes to a game that was told before as soon as it changes', () => {
    const { view, socket } = sessionUnderTest()
    socket.open()
    socket.receive(`\xff\xfd${ENVIRON}${sb(`${ENVIRON}\x01\x00MTTS\x00CLIENT_NAME`)}`)
    expect(socket.sent).toContain('MTTS\x01911')
    view.tell({ screenReader: 'yes' })
    expect(socket.sent).toContain(sb(`${ENVIRON}\x02\x00MTTS\x01975`))
    view.tell({ withheld: ['CLIENT_NAME'] })
    expect(socket.sent).toContain(sb(`${ENVIRON}\x02\x00CLIENT_NAME`))
    view.chooseEncoding('CP437')
    expect(socket.sent).toContain(sb(`${ENVIRON}\x02\x00MTTS\x01971`))
    socket.receive(`\xff\xfd${TTYPE}${sb(`${TTYPE}\x01`).repeat(3)}`)
    expect(socket.sent).toContain('MTTS 971')
  })
})

describe('variables as a person writes them', () => {
  it('are one on each line, and read back as they were written', () => {
    const text = 'USER=zoe\nEDITOR=vi -e x=1\nEMPTY='
    const read = readVariables(`\n ${text}  \n`)
    expect(read).toEqual({
      variables: [
        { type: 'VAR', name: 'USER', value: 'zoe' },
        { type: 'USERVAR', name: 'EDITOR', value: 'vi -e x=1' },
        { type: 'USERVAR', name: 'EMPTY', value: '' },
      ],
    })
    expect('variables' in read && writeVariables(read.variables)).toBe(text)
  })

  it.each([
    ['USER zoe', 'has no ='],
    ['=zoe', 'cannot be a name'],
    ['MY NAME=zoe', 'cannot be a name'],
    [Array.from({ length: 51 }, (_, i) => `V${i}=1`).join('\n'), 'at most 50'],
  ])('are told what is wrong with them: %s', (text, sentence) => {
    expect(readVariables(text)).toMatchObject({ error: expect.stringContaining(sentence) as string })
  })
})
