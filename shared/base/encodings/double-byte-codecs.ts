import { cellAt, cellsOf, type Cells, type DoubleByte, type Found } from './double-byte.ts'
import { byteSet } from './single-byte.ts'

/** The double-byte sets by Python's names. Their tables are large and come when they are asked for. */
export const DOUBLE_BYTE_CODECS: Readonly<Record<string, () => Promise<DoubleByte>>> = {
  gb2312: async () => ({ cells: (await chinese()).gb2312 }),
  gbk: async () => ({ cells: (await chinese()).gbk }),
  gb18030: async () => {
    const cells = (await chinese()).gb18030
    return { cells, longer: fourBytes(cells) }
  },
  big5: async () => {
    const { BIG5, BIG5_GRID } = await import('./big5-table.ts')
    return { cells: cellsOf(BIG5_GRID, BIG5) }
  },
  cp950: async () => {
    const { BIG5, BIG5_GRID, CP950 } = await import('./big5-table.ts')
    return { cells: cellsOf(BIG5_GRID, CP950, cellsOf(BIG5_GRID, BIG5)) }
  },
  big5hkscs: async () => {
    const { BIG5, BIG5_GRID, HKSCS } = await import('./big5-table.ts')
    return { cells: cellsOf(BIG5_GRID, HKSCS, cellsOf(BIG5_GRID, BIG5)), two: HKSCS_TWO }
  },
  euc_kr: async () => {
    const { EUC_KR, KOREAN_GRID } = await import('./korean-table.ts')
    return { cells: cellsOf(KOREAN_GRID, EUC_KR), longer: spelledSyllable }
  },
  cp949: async () => {
    const { CP949, EUC_KR, KOREAN_GRID } = await import('./korean-table.ts')
    return { cells: cellsOf(KOREAN_GRID, CP949, cellsOf(KOREAN_GRID, EUC_KR), [0xac00, 0xd7a3]) }
  },
  shift_jis: async () => {
    const { SHIFT_JIS, SHIFT_JIS_GRID } = await import('./japanese-table.ts')
    return { cells: cellsOf(SHIFT_JIS_GRID, SHIFT_JIS), single: byteSet('?33 ff61-ff9f ?32') }
  },
  cp932: async () => {
    const { CP932, SHIFT_JIS, SHIFT_JIS_GRID } = await import('./japanese-table.ts')
    const cells = cellsOf(SHIFT_JIS_GRID, CP932, cellsOf(SHIFT_JIS_GRID, SHIFT_JIS))
    return { cells, single: byteSet('80 ?31 f8f0 ff61-ff9f ?29 f8f1-f8f3') }
  },
  euc_jp: async () => {
    const { SHIFT_JIS, SHIFT_JIS_GRID } = await import('./japanese-table.ts')
    const { JIS_X_0212, JIS_X_0212_GRID } = await import('./jis-x-0212-table.ts')
    const supplement = cellsOf(JIS_X_0212_GRID, JIS_X_0212)
    return { cells: eucOf(cellsOf(SHIFT_JIS_GRID, SHIFT_JIS)), longer: supplementary(supplement) }
  },
}

async function chinese(): Promise<Readonly<Record<'gb2312' | 'gbk' | 'gb18030', Cells>>> {
  const { GB18030, GB2312, GBK, GB_GRID } = await import('./gb-table.ts')
  const gb2312 = cellsOf(GB_GRID, GB2312)
  const gbk = cellsOf(GB_GRID, GBK, gb2312, [0x4e00, 0x9fa5])
  return { gb2312, gbk, gb18030: cellsOf(GB_GRID, GB18030, gbk) }
}

/** Letters with two marks, which Unicode has only in parts. */
const HKSCS_TWO = {
  0x8862: '\u00ca\u0304',
  0x8864: '\u00ca\u030c',
  0x88a3: '\u00ea\u0304',
  0x88a5: '\u00ea\u030c',
}

/** GB 18030 counts what two bytes do not reach: the first plane's rest in order, then all other planes. */
function fourBytes(cells: Cells): (bytes: Uint8Array, at: number) => Found | undefined {
  const reached = new Set(cells)
  const rest: number[] = []
  for (let code = 0x80; code < 0x10000; code++) {
    if (!reached.has(code) && (code < 0xd800 || code > 0xdfff)) rest.push(code)
  }
  return (bytes, at) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4)
    if (b < 0x30 || b > 0x39) return undefined
    if (at + 4 > bytes.length) return 'unfinished'
    if (a < 0x81 || a > 0xfe || c < 0x81 || c > 0xfe || d < 0x30 || d > 0x39) return { bad: 1 }
    const rank = (((a - 0x81) * 10 + b - 0x30) * 126 + c - 0x81) * 10 + d - 0x30
    const planes = rank - (0x90 - 0x81) * 12600
    const code = planes < 0 ? rest[rank] : planes < 0x100000 ? 0x10000 + planes : undefined
    return code === undefined ? { bad: 1 } : { text: String.fromCodePoint(code), length: 4 }
  }
}

// KS X 1001 annex 3: a filler, then the three letters of a syllable, each a pair with lead 0xa4.
const LETTERS = 'ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const NO_FINALS = 'ㄸㅃㅉ'
const FINALS = Array.from(LETTERS).filter((letter) => !NO_FINALS.includes(letter))
const FILLER = 0xd4

function spelledSyllable(bytes: Uint8Array, at: number): Found | undefined {
  if (bytes[at] !== 0xa4 || bytes[at + 1] !== FILLER) return undefined
  if (at + 8 > bytes.length) return 'unfinished'
  const [, , lead1, first = 0, lead2, vowel = 0, lead3, last = 0] = bytes.subarray(at, at + 8)
  if (lead1 !== 0xa4 || lead2 !== 0xa4 || lead3 !== 0xa4) return { bad: 1 }
  const initial = INITIALS.indexOf(LETTERS.charAt(first - 0xa1) || '-')
  const medial = vowel - 0xbf
  const final = last === FILLER ? 0 : FINALS.indexOf(LETTERS.charAt(last - 0xa1) || '-') + 1
  if (initial < 0 || medial < 0 || medial > 20 || (final === 0 && last !== FILLER)) return { bad: 1 }
  return { text: String.fromCharCode(0xac00 + (initial * 21 + medial) * 28 + final), length: 8 }
}

/** EUC-JP has the rows of JIS X 0208 one by one, where Shift_JIS folds two of them into one lead; and half-width kana behind 8E. */
function eucOf(shiftJis: Cells): Cells {
  const cells = new Int32Array(0x8000).fill(-1)
  for (let row = 0; row < 94; row++) {
    const lead = (row < 62 ? 0x81 : 0xc1) + (row >> 1)
    for (let column = 0; column < 94; column++) {
      const trail = row % 2 === 1 ? column + 0x9f : column + (column < 63 ? 0x40 : 0x41)
      cells[cellAt(row + 0xa1, column + 0xa1)] = shiftJis[cellAt(lead, trail)] as number
    }
  }
  for (let kana = 0xa1; kana <= 0xdf; kana++) cells[cellAt(0x8e, kana)] = 0xfec0 + kana
  return cells
}

/** The pairs of JIS X 0212 behind EUC-JP's 8F. One of them is ASCII's tilde, a sign of the table's notation. */
function supplementary(cells: Cells): (bytes: Uint8Array, at: number) => Found | undefined {
  cells[cellAt(0xa2, 0xb7)] = 0x7e
  return (bytes, at) => {
    if (bytes[at] !== 0x8f) return undefined
    const [lead = 0, trail] = bytes.subarray(at + 1, at + 3)
    if (trail === undefined) return 'unfinished'
    const code = lead < 0x80 ? -1 : (cells[cellAt(lead, trail)] as number)
    return code < 0 ? { bad: 1 } : { text: String.fromCodePoint(code), length: 3 }
  }
}
