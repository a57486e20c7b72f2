import { Zip, ZipDeflate } from 'fflate'

/** A text that is to be packed. */
export interface PackedFile {
  readonly path: string
  readonly text: string
  /** The time of the file, in ISO 8601. */
  readonly when: string
}

/** What the page tells the worker that packs: some files, perhaps the last ones. It answers each time. */
export interface ToPacker {
  readonly files: readonly PackedFile[]
  readonly last: boolean
}

/** The files are packed; the zip, if they were the last ones. */
export interface Packed {
  readonly zip?: Blob
}

/** Makes a zip file by file, so that nothing but the packed bytes is held. */
export class Packing {
  readonly #zip: Zip
  #parts: BlobPart[] = []
  #failed: Error | undefined

  constructor() {
    this.#zip = new Zip((error, bytes) => {
      if (error !== null) this.#failed = error
      else this.#parts.push(bytes)
    })
  }

  add({ path, text, when }: PackedFile): void {
    const file = new ZipDeflate(path, { level: 4 })
    file.mtime = zipTime(when)
    this.#zip.add(file)
    file.push(new TextEncoder().encode(text), true)
    if (this.#failed) throw this.#failed
  }

  /** The zip; nothing can be added any more. */
  end(): Blob {
    this.#zip.end()
    if (this.#failed) throw this.#failed
    const parts = this.#parts
    this.#parts = []
    return new Blob(parts, { type: 'application/zip' })
  }
}

/** A zip knows the years from 1980 to 2099. */
function zipTime(when: string): number {
  const time = Date.parse(when)
  const year = new Date(time).getUTCFullYear()
  return year > 1980 && year < 2099 ? time : Date.UTC(1981, 0, 1)
}
