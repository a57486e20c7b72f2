import { describe, expect, it } from 'vitest'
import { KnownScans } from '../../client/library/known-scans.ts'
import { Library } from '../../client/library/library.svelte.ts'
import { OpenedScans } from '../../client/report/opened.ts'
import type { ShownScan } from '../../client/report/source.ts'
import { MemoryLibrary } from '../../client/storage/library-memory.ts'
import { Remembered } from '../helpers/page-memory.ts'
import { madeText } from '../helpers/records.ts'

const fileOf = (name: string, text: string) => ({
  name,
  size: text.length,
  text: () => Promise.resolve(text),
})
const hostsOf = (scans: readonly ShownScan[]): string[] =>
  scans.map(({ scanned }) => scanned.record.sessions.at(-1)?.host ?? '')

function known(store = new MemoryLibrary()): { scans: KnownScans; library: Library; store: MemoryLibrary } {
  const library = new Library({
    open: () => Promise.resolve(store),
    date: () => '2026-11-24T12:00:00.000Z',
    memory: new Remembered(),
  })
  return { scans: new KnownScans(new OpenedScans(), () => Promise.resolve(library)), library, store }
}

describe('known scans', () => {
  it('are found by the same name while they are open, and when the page is loaded anew', async () => {
    const { scans, store } = known()
    const log = 'DEBUG client_base.py:190 Connected to <Peer 192.0.2.1 4000>'
    const { scans: opened } = await scans.open([fileOf('a.json', madeText()), fileOf('a.log', log)])
    const id = opened[0]?.id ?? ''
    expect((await scans.get(id))?.origin).toEqual({ kind: 'file', name: 'a.json' })
    const later = await known(store).scans.get(id)
    expect(later).toMatchObject({
      id,
      text: madeText(),
      origin: { kind: 'opened', added: '2026-11-24T12:00:00.000Z' },
    })
    expect(later?.scanned.log).toBe(log)
    expect(await known().scans.get(id)).toBeUndefined()
  })

  it('of one address are those open and those kept, each server once, the newest', async () => {
    const { scans, library } = known()
    await library.keep(madeText({ host: 'kept.example' }), 'scanned')
    await library.keep(
      madeText({ host: 'kept.example', connected: '2025-01-01T00:00:00+00:00' }, ['ECHO']),
      'link',
    )
    await library.keep(madeText({ host: 'both.example' }, ['ECHO']), 'imported')
    await library.keep(madeText({ host: 'far.example', ip: '192.0.2.9' }), 'imported')
    await scans.open([fileOf('b.json', madeText({ host: 'both.example' }))])
    const shown = await scans.atAddress('192.0.2.1')
    expect(hostsOf(shown).sort()).toEqual(['both.example', 'kept.example'])
    const one = shown.find(({ origin }) => origin.kind === 'here')
    expect(one?.scanned.record.sessions[0]?.connected).toMatch(/^2026/)
  })

  it('count neighbours over what is kept, open and published', async () => {
    const { scans, library } = known()
    await library.keep(madeText({ host: 'one.example' }), 'scanned')
    await library.keep(madeText({ host: 'two.example' }), 'scanned')
    const { hash = '' } = library.rows[0] ?? {}
    expect(await scans.neighbours(hash, 'one.example', 4000)).toEqual({ others: 1, known: 'known here' })
    expect(await scans.neighbours('a7f16e7eba19a9ae', 'coffeemud.net', 23)).toEqual({
      others: 3,
      known: 'known here; census of April 2026: 5',
    })
  })

  it('know the lists of fingerprints that were published or are kept', async () => {
    const { scans, library } = known()
    await library.keep(madeText(), 'link')
    const { hash = '', data } = library.rows[0] ?? {}
    expect(await scans.fingerprint(hash)).toEqual({
      hash,
      data,
      origin: { kind: 'link', added: '2026-11-24T12:00:00.000Z' },
      notes: [],
    })
    expect((await scans.fingerprint('dffd465a716e357a'))?.origin).toEqual({ kind: 'census' })
    expect(await scans.fingerprint('0000000000000000')).toBeUndefined()
  })
})
