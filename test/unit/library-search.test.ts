import { describe, expect, it } from 'vitest'
import { published, publishedServers } from '../../client/library/catalogue.ts'
import { findGroups, groupsOf } from '../../client/library/groups.ts'
import { changeOf, keptRecord } from '../../client/library/kept-record.ts'
import { countedText, dataOf, serversWith, sourceText } from '../../client/library/neighbours.ts'
import { findRows, sortRows } from '../../client/library/search.ts'
import { keptOf, type Kept } from '../../client/storage/library.ts'
import { madeText } from '../helpers/records.ts'

function row(...given: Parameters<typeof madeText>): Kept {
  const kept = keptRecord(madeText(...given), { source: 'imported', added: '2026-11-24T00:00:00.000Z' })
  if (typeof kept === 'string') throw new Error(kept)
  return keptOf(kept)
}

const one = row({ host: 'one.example', port: 23 }, ['GMCP', 'MSSP'], 'Zebra')
const two = row(
  { host: 'two.example', ip: '198.51.100.7', connected: '2026-05-01T00:00:00+00:00' },
  ['GMCP', 'MSSP'],
  '',
)
const three = row({ host: 'three.example' }, ['ECHO', 'SGA'], '\x1b[1mÄrger\x1b[0m  <b>im</b>\r\nWald')
const rows = [one, two, three]

describe('a search', () => {
  const found = (query: string): string[] =>
    findRows(rows, query, { [three.hash]: 'Plain telnetd' }).map(({ host }) => host.split('.')[0] ?? '')

  it.each([
    ['', ['one', 'two', 'three']],
    ['ZEBRA', ['one']],
    ['198.51', ['two']],
    ['example:4000', ['two', 'three']],
    [one.hash.slice(0, 6), ['one', 'two']],
    ['gmcp', ['one', 'two']],
    ['naws echo', ['three']],
    ['telnetd', ['three']],
    ['refused:gmcp', ['three']],
    ['offered:SGA', ['three']],
    ['requested:TTYPE two', ['two']],
    ['zmp', []],
  ])('for “%s” finds %j', (query, hosts) => expect(found(query)).toEqual(hosts))

  it('sorts by what is asked, names before what has none', () => {
    const hosts = (order: Parameters<typeof sortRows>[1]): string[] =>
      sortRows(rows, order).map(({ host }) => host)
    expect(hosts('measured')[0]).toBe('two.example')
    expect(hosts('address')).toEqual(['one.example', 'three.example', 'two.example'])
    expect(hosts('name')).toEqual(['three.example', 'one.example', 'two.example'])
  })
})

describe('a row', () => {
  it('has the name on one line and without colours', () => {
    expect(three.name).toBe('Ärger <b>im</b> Wald')
  })

  it('knows what comes of another record of the same server', () => {
    expect(changeOf(undefined, one)).toBe('new')
    expect(changeOf(one, one)).toBe('same')
    expect(changeOf(one, { ...one, when: '2027-01-01T00:00:00+00:00' })).toBe('newer')
    expect(changeOf(one, { ...one, when: '2025-01-01T00:00:00+00:00' })).toBe('older')
  })
})

describe('neighbours', () => {
  it('are counted, and said in words', () => {
    expect(countedText(serversWith(one.hash, rows))).toBe('2 servers have this fingerprint.')
    expect(countedText(serversWith(three.hash, rows))).toBe('1 server has this fingerprint.')
    expect(serversWith('a7f16e7eba19a9ae', [])).toHaveLength(4)
    expect(sourceText(one.hash)).toBe('known here')
    expect(sourceText('a7f16e7eba19a9ae')).toBe('known here; census of April 2026: 5')
  })

  it('leave out a server that has another fingerprint by now', () => {
    const later = row({ host: 'one.example', port: 23, connected: '2026-11-01T00:00:00+00:00' }, ['ECHO'])
    expect(serversWith(one.hash, [...rows, later]).map(({ host }) => host)).toEqual(['two.example'])
    expect(serversWith(later.hash, [...rows, later])).toHaveLength(1)
  })

  it('and published facts make a list of fingerprints, those of most servers first', () => {
    const groups = groupsOf(rows, publishedServers, published, { [one.hash]: 'Twins' })
    expect(
      groups.slice(0, 2).map(({ hash, servers, census, name }) => ({ hash, servers, census, name })),
    ).toEqual([
      { hash: 'a7f16e7eba19a9ae', servers: 4, census: 5, name: '' },
      { hash: one.hash, servers: 2, census: undefined, name: 'Twins' },
    ])
    expect(groups).toHaveLength(published.length + 2)
    expect(findGroups(groups, 'twins offered:mssp').map(({ hash }) => hash)).toEqual([one.hash])
    expect(dataOf('c2dd7d4e76383b41', [])?.['refused-options']).toEqual([])
    expect(dataOf(one.hash, rows)).toBe(one.data)
    expect(dataOf('0000000000000000', rows)).toBeUndefined()
  })
})
