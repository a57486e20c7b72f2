import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** Inside shared/: a room may import itself and the rooms before it; `wire` only `base`. */
const ROOMS = ['base', 'telnet', 'options', 'inband', 'session', 'recording', 'fingerprint']

/** The package, or the half of it that writes. */
const isPako = (imported: string): boolean => imported === 'pako' || imported === 'pako/browser/deflate'

const files = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => join(folder, name))

/** What a file imports: paths from the root for relative ones, else package names. */
function imports(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const found = [...source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map(
    (match) => match[1] as string,
  )
  return found.map((name) =>
    name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name,
  )
}

const offenders = (folder: string, forbidden: (imported: string, file: string) => boolean): string[] =>
  files(folder).flatMap((file) =>
    imports(file)
      .filter((imported) => forbidden(imported, file))
      .map((imported) => `${file} imports ${imported}`),
  )

describe('imports', () => {
  it('in shared/ lead only to shared/ and pako', () => {
    expect(offenders('shared', (imported) => !imported.startsWith('shared/') && !isPako(imported))).toEqual(
      [],
    )
  })

  it('inside shared/ never lead to a later room; wire knows base alone', () => {
    const room = (path: string): string => path.split('/')[1] ?? ''
    const forbidden = (imported: string, file: string): boolean => {
      if (isPako(imported)) return room(file) !== 'telnet'
      if (room(imported) === room(file)) return false
      if (room(file) === 'wire') return room(imported) !== 'base'
      // An event carries decoded messages: options/ types, which are earlier; session/ types are all that recording reads.
      return !ROOMS.includes(room(imported)) || ROOMS.indexOf(room(imported)) > ROOMS.indexOf(room(file))
    }
    expect(offenders('shared', forbidden)).toEqual([])
  })

  it('never join client and proxy', () => {
    expect(
      offenders('client', (imported) => imported.startsWith('proxy/') || imported.startsWith('node:')),
    ).toEqual([])
    expect(offenders('proxy', (imported) => imported.startsWith('client/'))).toEqual([])
  })

  it('keep telnet out of the bridge', () => {
    expect(
      imports('proxy/bridge.ts').filter((imported) => /^shared\/(telnet|options|session)/.test(imported)),
    ).toEqual([])
  })

  it('lead from the page inwards: ui and panels, state, transport, shared', () => {
    expect(
      offenders('client', (imported, file) => {
        const inner = /^client\/(transport|terminal|storage|state)\//.test(file)
        return inner && /^client\/(ui|panels)\//.test(imported)
      }),
    ).toEqual([])
  })
})

describe('the peer is text', () => {
  it('in every component: no {@html}', () => {
    expect(
      files('client').filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('{@html')),
    ).toEqual([])
  })
})
