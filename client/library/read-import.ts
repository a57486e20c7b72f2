import { LARGEST_RECORD } from '../../shared/fingerprint/read.ts'
import { NAMES_FILE } from '../../shared/fingerprint/write.ts'
import { byteText } from '../ui/numbers.ts'
import type { KeptRecord } from '../storage/library.ts'
import { changeOf, keptRecord } from './kept-record.ts'
import { isSupport, readSupport, type LociGame } from './lociterm.ts'
import { unpack } from './unpack.ts'

/** As much as is taken in at once; a census of all known servers is a tenth of it. */
export interface ImportLimits {
  readonly files: number
  /** Bytes of one record, and of all of them. */
  readonly record: number
  readonly total: number
  readonly zip: number
  /** How many times longer than its packed form a file may be. */
  readonly ratio: number
}

const MIB = 1024 * 1024
export const IMPORT_LIMITS: ImportLimits = {
  files: 50_000,
  record: LARGEST_RECORD,
  total: 512 * MIB,
  zip: 256 * MIB,
  ratio: 200,
}

/** A file of which not all could be read. */
export interface Problem {
  readonly file: string
  readonly why: string
}

/** Problems that are told in words; of the others only how many there are. */
const PROBLEMS_SHOWN = 100

/** What files turned out to hold, for a person to look at before anything is kept. */
export interface Preview {
  /** Path, time and size of each record. */
  readonly records: readonly Pick<KeptRecord, 'path' | 'when' | 'size'>[]
  readonly names: number
  /** Servers on LociTerm's list. */
  readonly lociterm: number
  /** Nothing of these can be kept. */
  readonly unreadable: Problems
  /** Of these the fingerprint alone, or something is odd about them. */
  readonly damaged: Problems
  /** Files of other kinds. */
  readonly others: number
  /** Two files with the same record: the newest is taken. */
  readonly twice: number
  /** Why it was not read to the end. */
  readonly stopped?: string
}

export interface Problems {
  readonly count: number
  readonly first: readonly Problem[]
}

/** Too much, or something that is meant to harm: nothing more is read. */
class Stopped extends Error {}

/** Reads records out of files, folders and zips into memory. */
export class ImportReader {
  readonly records = new Map<string, KeptRecord>()
  readonly names: Record<string, string> = {}
  lociterm: readonly LociGame[] = []
  readonly #added: string
  readonly #limits: ImportLimits
  readonly #told: () => void
  readonly #unreadable: Problem[] = []
  readonly #damaged: Problem[] = []
  #unreadableCount = 0
  #damagedCount = 0
  #others = 0
  #twice = 0
  #stopped: string | undefined
  /** Files looked at so far, those inside zips too. */
  files = 0
  #bytes = 0

  /** `told` is called for each file. */
  constructor(added: string, told: () => void = () => {}, limits: ImportLimits = IMPORT_LIMITS) {
    this.#added = added
    this.#told = told
    this.#limits = limits
  }

  /** Reads a file that a person chose; `path` is where it lay in its folder. Says false once there is no use in going on. */
  async read(path: string, file: Blob): Promise<boolean> {
    if (this.#stopped !== undefined) return false
    try {
      if (/\.zip$/i.test(path)) await this.#zip(path, file)
      else if (this.#wants(path, file.size)) this.#json(path, new Uint8Array(await file.arrayBuffer()))
    } catch (error) {
      if (error instanceof Stopped) this.#stopped = error.message
      else this.#fail(path, 'The browser could not read it.')
    }
    return this.#stopped === undefined
  }

  get preview(): Preview {
    return {
      records: [...this.records.values()].map(({ path, when, size }) => ({ path, when, size })),
      names: Object.keys(this.names).length,
      lociterm: this.lociterm.length,
      unreadable: { count: this.#unreadableCount, first: this.#unreadable },
      damaged: { count: this.#damagedCount, first: this.#damaged },
      others: this.#others,
      twice: this.#twice,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
    }
  }

  async #zip(path: string, file: Blob): Promise<void> {
    const { zip, record } = this.#limits
    if (file.size > zip)
      throw new Stopped(`${path} is larger than ${byteText(zip)}. Import it in parts, or choose its folder.`)
    await unpack(file, {
      wants: ({ name, size }) => this.#wants(`${path}/${name}`, size),
      // What is packed tightly is a record only if it is small: a bomb is not unpacked to see how large it is.
      max: ({ packed }) => Math.min(record, Math.max(MIB, packed * this.#limits.ratio)),
      take: (name, bytes) => this.#json(`${path}/${name}`, bytes),
      tooLarge: (name) => {
        throw new Stopped(
          `${name} in ${path} unpacks to far more than a record is. Such a zip is made to do harm, so nothing more of it was read.`,
        )
      },
      failed: (name, why) => this.#fail(name === '' ? path : `${path}/${name}`, why),
    })
  }

  /** Counts a file; says whether it is to be read. */
  #wants(path: string, size: number): boolean {
    this.files++
    this.#told()
    if (this.files > this.#limits.files)
      throw new Stopped(`There are more than ${this.#limits.files} files. Import them in parts.`)
    if (!/\.json$/i.test(path) || /(?:^|\/)(?:\._|__MACOSX\/)/.test(path)) {
      this.#others++
      return false
    }
    if (size > this.#limits.record) {
      this.#fail(path, `It is larger than ${byteText(this.#limits.record)}; a record is not.`)
      return false
    }
    return true
  }

  #json(path: string, bytes: Uint8Array): void {
    this.#bytes += bytes.length
    if (this.#bytes > this.#limits.total)
      throw new Stopped(`That is more than ${byteText(this.#limits.total)}. Import it in parts.`)
    const { text, exact } = decode(bytes)
    if (path.endsWith(NAMES_FILE)) this.#readNames(path, text)
    else if (isSupport(path)) this.#readSupport(path, text)
    else this.#record(path, text, exact)
  }

  #record(path: string, text: string, exact: boolean): void {
    const kept = keptRecord(text, { source: 'imported', added: this.#added, file: path })
    if (typeof kept === 'string') {
      this.#fail(path, kept)
      return
    }
    const notes = exact ? kept.notes : [...kept.notes, NOT_UTF8]
    if (notes.length > 0) {
      this.#damagedCount++
      if (this.#damaged.length < PROBLEMS_SHOWN) this.#damaged.push({ file: path, why: notes.join(' ') })
    }
    const other = this.records.get(kept.path)
    if (other) this.#twice++
    if (changeOf(other, kept) !== 'older') this.records.set(kept.path, { ...kept, notes })
  }

  #readNames(path: string, text: string): void {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#fail(path, 'It is no list of names: {"fingerprint": "name"}.')
      return
    }
    for (const [hash, name] of Object.entries(value as Record<string, unknown>))
      if (/^[0-9a-f]{16}$/.test(hash) && typeof name === 'string' && name.trim() !== '')
        this.names[hash] = name.slice(0, 200)
  }

  #readSupport(path: string, text: string): void {
    const read = readSupport(text)
    if (typeof read === 'string') this.#fail(path, read)
    else this.lociterm = read
  }

  #fail(file: string, why: string): void {
    this.#unreadableCount++
    if (this.#unreadable.length < PROBLEMS_SHOWN) this.#unreadable.push({ file, why })
  }
}

const NOT_UTF8 = 'Some of its bytes are no UTF-8 and are kept as question marks.'

/** The text of a file, and whether the same bytes can be made from it again. */
function decode(bytes: Uint8Array): { text: string; exact: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), exact: true }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), exact: false }
  }
}
