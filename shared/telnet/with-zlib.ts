import { Deflater } from './deflate.ts'
import { Inflater } from './inflate.ts'
import { provideZlib, type Zlib } from './zlib.ts'

export const ZLIB: Zlib = { Inflater, Deflater }

provideZlib(ZLIB)
