import type { Deflater } from './deflate.ts'
import type { Inflater } from './inflate.ts'

/** What reads and makes compressed streams. */
export interface Zlib {
  readonly Inflater: typeof Inflater
  readonly Deflater: typeof Deflater
}

let provided: Zlib | undefined

/**
 * A page need not have all of this to connect, so the engine gets it from outside: programs and
 * whatever folds a recording import `with-zlib.ts`, a page loads that and folds nothing that may begin a stream before it is there.
 */
export function provideZlib(zlib: Zlib | undefined): void {
  provided = zlib
}

export const hasZlib = (): boolean => provided !== undefined

export function zlib(): Zlib {
  if (!provided) throw new Error('a compressed stream begins before with-zlib.ts was imported')
  return provided
}
