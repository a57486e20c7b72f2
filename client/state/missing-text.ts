import type { Encoding } from '../terminal/encodings.ts'

/** What is said of characters that cannot be sent; those of a hidden line are not named. */
export function missingText(missing: readonly string[], hidden: boolean, encoding: Encoding): string {
  if (hidden) return `That holds a character that is not in ${encoding} and cannot be sent.`
  const [first = ''] = missing
  return missing.length === 1
    ? `“${first}” is not in ${encoding}, so it cannot be sent.`
    : `${missing
        .slice(0, 5)
        .map((character) => `“${character}”`)
        .join(', ')} are not in ${encoding}, so they cannot be sent.`
}
