import type { Address } from '../address.ts'

/** What a file that is saved from a session is called: the game, the minute, the kind. */
export function fileName({ host, port }: Address, kind: string, date = new Date()): string {
  const stamp = date.toISOString().slice(0, 16).replace(/[T:]/g, '-')
  return `${host.replaceAll(':', '-')}-${port}-${stamp}.${kind}`
}

/** Hands text to the browser as a file to keep. */
export function download(name: string, parts: BlobPart[], type = 'application/x-ndjson'): void {
  const url = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser needs the address until the download has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
