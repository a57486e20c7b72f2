/** A file as the directory at the end of a zip tells of it. */
export interface ZipEntry {
  readonly name: string
  /** How it is packed: 0 not at all, 8 deflated. */
  readonly method: number
  readonly locked: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where its own head is. */
  readonly at: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const HEAD = 0x04034b50
const END_LENGTH = 22
const COMMENT_MAX = 0xffff
const ENTRY_LENGTH = 46
const HEAD_LENGTH = 30
const READ_AT_ONCE = 4 * 1024 * 1024

/** Reads a zip a few megabytes at a time: files in it are small, and each look at a file on the disk takes its time. */
export class ZipReader {
  readonly #zip: Blob
  #from = 0
  #bytes = new Uint8Array()

  constructor(zip: Blob) {
    this.#zip = zip
  }

  get size(): number {
    return this.#zip.size
  }

  /** The bytes [from, to), as far as there are so many. */
  async read(from: number, to: number): Promise<Uint8Array> {
    if (from < this.#from || to > this.#from + this.#bytes.length) {
      const end = Math.max(to, from + READ_AT_ONCE)
      this.#bytes = new Uint8Array(await this.#zip.slice(from, end).arrayBuffer())
      this.#from = from
    }
    return this.#bytes.subarray(from - this.#from, to - this.#from)
  }
}

/**
 * What a zip holds, by its directory; undefined if it has none. The directory alone says where files begin and end: who
 * looks for their signatures instead finds some in packed bytes too, in one of a hundred zips of 10 MB.
 */
export async function zipDirectory(zip: ZipReader): Promise<readonly ZipEntry[] | undefined> {
  const from = Math.max(0, zip.size - END_LENGTH - COMMENT_MAX)
  const tail = viewOf(await zip.read(from, zip.size))
  const end = endIn(tail)
  if (end === undefined) return undefined
  const count = tail.getUint16(end + 10, true)
  const length = tail.getUint32(end + 12, true)
  const start = tail.getUint32(end + 16, true)
  if (start + length > from + end) return undefined
  return entriesIn(viewOf(await zip.read(start, start + length)), count)
}

function endIn(tail: DataView): number | undefined {
  for (let at = tail.byteLength - END_LENGTH; at >= 0; at--) if (tail.getUint32(at, true) === END) return at
  return undefined
}

function entriesIn(view: DataView, count: number): readonly ZipEntry[] | undefined {
  const entries: ZipEntry[] = []
  let at = 0
  // The count is modulo 65,536 in large zips; the directory's length is not.
  while (at + ENTRY_LENGTH <= view.byteLength) {
    if (view.getUint32(at, true) !== ENTRY) return undefined
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ]
    const next = at + ENTRY_LENGTH + name + extra + comment
    if (next > view.byteLength) return undefined
    entries.push({
      name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_LENGTH, name)),
      method: view.getUint16(at + 10, true),
      locked: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at = next
  }
  return entries.length % 0x10000 === count ? entries : undefined
}

/** The packed bytes of a file; undefined if they are not where the directory says. */
export async function packedBytes(zip: ZipReader, { at, packed }: ZipEntry): Promise<Uint8Array | undefined> {
  const head = viewOf(await zip.read(at, at + HEAD_LENGTH))
  if (head.byteLength < HEAD_LENGTH || head.getUint32(0, true) !== HEAD) return undefined
  const from = at + HEAD_LENGTH + head.getUint16(26, true) + head.getUint16(28, true)
  const bytes = await zip.read(from, from + packed)
  return bytes.length === packed ? bytes : undefined
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** The checksum of a file in a zip. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
