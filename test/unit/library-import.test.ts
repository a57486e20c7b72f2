import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { Packing } from '../../client/library/pack.ts'
import { IMPORT_LIMITS, ImportReader, type ImportLimits } from '../../client/library/read-import.ts'
import { madeText } from '../helpers/records.ts'

const ADDED = '2026-11-24T00:00:00.000Z'
const blob = (part: BlobPart): Blob => new Blob([part])
const zipOf = (files: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, file]) => [name, typeof file === 'string' ? strToU8(file) : file]),
    ),
  )

async function read(
  files: Record<string, BlobPart>,
  limits: Partial<ImportLimits> = {},
): Promise<ImportReader> {
  const reader = new ImportReader(ADDED, () => {}, { ...IMPORT_LIMITS, ...limits })
  for (const [path, file] of Object.entries(files)) if (!(await reader.read(path, blob(file)))) break
  return reader
}
const textsOf = ({ records }: ImportReader): string[] => [...records.values()].map(({ text }) => text)

const text = madeText()
const other = madeText({ host: 'two.example' }, ['ECHO'], '<b>Two</b>')

describe('an import', () => {
  it('reads files, folders and zips to the byte', async () => {
    // Not as the reference writes it, with a mark at its beginning: still the text is kept as it came.
    const odd = `\ufeff${JSON.stringify(JSON.parse(other))}\r\n`
    for (const files of [
      { 'a.json': text, 'b.json': odd },
      { 'data/server/1/2.json': text, 'data/server/3/4.json': odd },
      { 'all.zip': zipOf({ 'server/1/2.json': text, 'server/3/4.json': odd }) },
    ]) {
      const reader = await read(files)
      expect(textsOf(reader)).toEqual([text, odd])
      expect(reader.preview.unreadable.count + reader.preview.damaged.count).toBe(0)
    }
  })

  it('takes over the names of fingerprints, and leaves out what is none', async () => {
    const { names, preview } = await read({
      'data/fingerprint_names.json': JSON.stringify({
        a7f16e7eba19a9ae: '<i>Coffee</i>',
        nonsense: 'x',
        c2dd7d4e76383b41: 7,
      }),
    })
    expect(names).toEqual({ a7f16e7eba19a9ae: '<i>Coffee</i>' })
    expect(preview.names).toBe(1)
  })

  it('counts files of other kinds, and of two with one record takes the newest', async () => {
    const newer = madeText({ connected: '2026-10-01T00:00:00+00:00' })
    const reader = await read({
      'new.json': newer,
      'old.json': text,
      'readme.txt': 'hello',
      'data/._a.json': 'x',
    })
    expect(textsOf(reader)).toEqual([newer])
    expect(reader.preview).toMatchObject({ others: 2, twice: 1, unreadable: { count: 0 } })
  })

  it('reads the fingerprint alone where the rest is broken, says so, and keeps the file’s name', async () => {
    const broken = text
      .replace(/"connected": "[^"]*/, '"connected": "a "b" c')
      .replace('"sessions": [', '"sessions": [[')
    const reader = await read({ 'server/x/80b9712897a342ba.json': broken })
    const [record] = [...reader.records.values()]
    expect(record).toMatchObject({ text: broken, host: '', place: '', port: 0 })
    expect(record?.path).toMatch(/^[0-9a-f]{16}\/80b9712897a342ba$/)
    expect(record?.notes.join(' ')).toContain('only its fingerprint could be read')
    expect(reader.preview.damaged).toMatchObject({
      count: 1,
      first: [{ file: 'server/x/80b9712897a342ba.json' }],
    })
  })

  it('says which files hold nothing that can be kept, and why', async () => {
    const { preview } = await read({
      'package.json': '{"name":"x"}',
      'cut.json': text.slice(0, 30),
      'list.json': '[]',
      'fingerprint_names.json': '["x"]',
      'fake.zip': text,
      'cut.zip': zipOf({ 'a.json': text }).slice(0, 200),
      'fine.json': other,
    })
    expect(preview.records).toHaveLength(1)
    expect(preview.unreadable.first.map(({ file }) => file)).toEqual([
      'package.json',
      'cut.json',
      'list.json',
      'fingerprint_names.json',
      'fake.zip',
      'cut.zip',
    ])
    for (const { why } of preview.unreadable.first) expect(why).toMatch(/^[A-Z].*\.$/)
  })

  it('notices bytes of a zip that have changed, a lock, and unknown ways of packing', async () => {
    const stored = zipSync({ 'a.json': [strToU8(text), { level: 0 }] })
    const changed = stored.slice()
    changed[changed.indexOf(0x7b) + 40] = 0x41
    const central = (zip: Uint8Array, offset: number, value: number): Uint8Array<ArrayBuffer> => {
      const copy = zip.slice()
      const at = copy.findLastIndex((byte, i) => byte === 0x50 && copy[i + 1] === 0x4b && copy[i + 2] === 1)
      copy[at + offset] = value
      return copy
    }
    const { preview } = await read({
      'changed.zip': changed,
      'locked.zip': central(stored, 8, 1),
      'odd.zip': central(stored, 10, 12),
      'fine.zip': stored,
    })
    expect(preview.unreadable.first.map(({ why }) => why)).toEqual([
      'It is damaged.',
      'It is locked with a password.',
      'It is packed in a way that is not known here. Pack it as an ordinary zip.',
    ])
    expect(preview.records).toHaveLength(1)
  })
})

describe('a zip bomb', () => {
  it('is not unpacked, whatever it says of its size', async () => {
    const bomb = zipOf({ 'a.json': text, 'b.json': new Uint8Array(3 * 1024 * 1024), 'c.json': other })
    const lying = bomb.slice()
    const at = lying.findLastIndex((_, i) => String.fromCharCode(...lying.slice(i, i + 6)) === 'b.json') - 46
    lying.set([16, 0, 0, 0], at + 24)
    for (const zip of [bomb, lying]) {
      const { preview } = await read({ 'bomb.zip': zip, 'after.json': other })
      expect(preview.stopped).toMatch(/^b\.json in bomb\.zip unpacks to far more than a record is\./)
      expect(preview.records).toHaveLength(1)
    }
  })

  it.each<[string, Partial<ImportLimits>, RegExp]>([
    ['of many files', { files: 2 }, /^There are more than 2 files\./],
    ['of much text', { total: text.length + 10 }, /^That is more than /],
    ['that is large itself', { zip: 100 }, /^many\.zip is larger than 100 B\./],
  ])('%s is left at a limit', async (_, limits, stopped) => {
    const many = zipOf({ 'a.json': text, 'b.json': other, 'c.json': other })
    expect((await read({ 'many.zip': many }, limits)).preview.stopped).toMatch(stopped)
  })

  it('of one large file is told among the files that cannot be kept', async () => {
    const { preview } = await read(
      { 'a.zip': zipOf({ 'a.json': text, 'b.json': other }) },
      { record: text.length - 1 },
    )
    expect(preview.unreadable.first[0]?.why).toMatch(/^It is larger than .*; a record is not\.$/)
    expect(preview.stopped).toBeUndefined()
  })
})

describe('what is packed', () => {
  it('reads as it was', async () => {
    const packing = new Packing()
    packing.add({ path: 'server/a/b.json', text, when: '2026-04-07T06:51:49.791984+00:00' })
    packing.add({ path: 'server/c/d.json', text: other, when: '' })
    const reader = await read({ 'export.zip': await packing.end().arrayBuffer() })
    expect(textsOf(reader)).toEqual([text, other])
  })

  it('may hold what a file in a zip begins with', async () => {
    const trap = other.replace('<b>Two</b>', 'PK\x03\x04 PK\x07\x08 PK\x01\x02 PK\x05\x06')
    const zip = zipSync({ 'a.json': [strToU8(trap), { level: 0 }], 'b.json': [strToU8(text), { level: 0 }] })
    expect(textsOf(await read({ 'stored.zip': zip }))).toEqual([trap, text])
  })
})
