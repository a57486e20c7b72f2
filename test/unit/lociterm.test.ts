import { describe, expect, it } from 'vitest'
import { isSupport, LociTerm, readSupport } from '../../client/library/lociterm.ts'
import { IMPORT_LIMITS, ImportReader } from '../../client/library/read-import.ts'
import { Remembered } from '../helpers/page-memory.ts'
import { madeText } from '../helpers/records.ts'

const LIST = JSON.stringify([
  { host: 'Mud.example', port: 4000, ssl: 0, up: 1, options: '["GMCP"]' },
  { host: 'safe.example', port: '4443', ssl: 1, up: 0, options: '[]' },
  { host: 'bad host', port: 4000 },
  { host: 'x.example', port: 70000 },
  null,
])

describe('the list of servers that LociTerm plays', () => {
  it('gives links to those servers, and to no other', () => {
    const memory = new Remembered()
    const games = readSupport(LIST)
    expect(games).toHaveLength(2)
    expect(new LociTerm(memory).keep(games as Exclude<typeof games, string>)).toBe(true)
    const kept = new LociTerm(memory)
    expect(kept.linkTo('mud.EXAMPLE', 4000)).toBe('https://lociterm.com/play/?host=mud.EXAMPLE&port=4000')
    expect(kept.linkTo('safe.example', 4443)).toBe(
      'https://lociterm.com/play/?host=safe.example&port=4443&ssl=1',
    )
    // Where the server itself says that it speaks TLS.
    expect(kept.linkTo('mud.example', 4000, 4001)).toBe(
      'https://lociterm.com/play/?host=mud.example&port=4001&ssl=1',
    )
    expect(kept.linkTo('mud.example', 4001)).toBeUndefined()
    expect(new LociTerm(new Remembered()).linkTo('mud.example', 4000)).toBeUndefined()
  })

  it('does without what the browser has kept wrongly', () => {
    for (const text of ['{', '3', '[3,null]']) {
      const memory = new Remembered()
      memory.setItem('willdo.lociterm', text)
      expect(new LociTerm(memory).linkTo('mud.example', 4000)).toBeUndefined()
    }
  })

  it('is told from records by its name, and a damaged one is a sentence', async () => {
    expect(['telnetsupport.json', 'a/telnetsupport (1).json', 'support.json'].map(isSupport)).toEqual([
      true,
      true,
      false,
    ])
    const reader = new ImportReader('', () => {}, IMPORT_LIMITS)
    await reader.read('a.json', new Blob([madeText()]))
    await reader.read('telnetsupport.json', new Blob([LIST]))
    expect(reader.preview).toMatchObject({ lociterm: 2, unreadable: { count: 0 } })
    for (const [text, said] of [
      [LIST.slice(0, -3), 'damaged'],
      ['{"host": "x"}', 'There is no server in it.'],
    ] as const) {
      const broken = new ImportReader('', () => {}, IMPORT_LIMITS)
      await broken.read('telnetsupport.json', new Blob([text]))
      expect(broken.lociterm).toEqual([])
      expect(broken.preview.unreadable.first[0]?.why).toContain(said)
    }
  })
})
