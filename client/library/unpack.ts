import { Inflate } from 'fflate'
import { crc32, packedBytes, zipDirectory, ZipReader, type ZipEntry } from './zip-directory.ts'

/** So much is unpacked between two looks at what has come out: at most a thousand times as much. */
const PIECE = 16 * 1024

/** What is asked about the files in a zip, and what is told of them. */
export interface Unpacking {
  readonly wants: (entry: ZipEntry) => boolean
  /** How large a file may become. */
  readonly max: (entry: ZipEntry) => number
  readonly take: (name: string, bytes: Uint8Array) => void
  readonly tooLarge: (name: string) => void
  /** Without a name: the zip itself. */
  readonly failed: (name: string, why: string) => void
}

const DAMAGED = 'It is damaged.'

/** Unpacks a zip file by file; one file at a time is in memory. */
export async function unpack(zip: Blob, asked: Unpacking): Promise<void> {
  const reader = new ZipReader(zip)
  const entries = await zipDirectory(reader)
  if (!entries) {
    asked.failed('', 'It is no zip, or damaged.')
    return
  }
  for (const entry of entries) {
    const { name } = entry
    if (name.endsWith('/') || !asked.wants(entry)) continue
    if (entry.locked) asked.failed(name, 'It is locked with a password.')
    else if (entry.method !== 0 && entry.method !== 8)
      asked.failed(name, 'It is packed in a way that is not known here. Pack it as an ordinary zip.')
    else await unpackEntry(reader, entry, asked)
  }
}

async function unpackEntry(zip: ZipReader, entry: ZipEntry, asked: Unpacking): Promise<void> {
  const { name } = entry
  const max = asked.max(entry)
  const packed = entry.packed <= max ? await packedBytes(zip, entry) : undefined
  if (!packed) asked.failed(name, DAMAGED)
  else {
    const bytes = entry.method === 0 ? packed : inflated(packed, max)
    if (bytes === 'too large') asked.tooLarge(name)
    else if (!bytes || crc32(bytes) !== entry.crc) asked.failed(name, DAMAGED)
    else asked.take(name, bytes)
  }
}

/** What was packed; nothing if it is damaged. */
function inflated(packed: Uint8Array, max: number): Uint8Array | 'too large' | undefined {
  const parts: Uint8Array[] = []
  let length = 0
  const inflate = new Inflate((part) => {
    parts.push(part)
    length += part.length
  })
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length)
      if (length > max) return 'too large'
    }
  } catch (error) {
    console.info('A file in a zip is damaged:', error)
    return undefined
  }
  return joined(parts, length)
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = parts
  if (first && parts.length === 1) return first
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
