/** What a bench found: a table for people, the same figures for programs. */
export interface BenchResult {
  readonly table: readonly (readonly string[])[]
  readonly notes: readonly string[]
  readonly figures: unknown
  /** False if what was compared did not do the same work. */
  readonly sound: boolean
}

/** A bench that `npm run bench -- NAME` runs. */
export interface Bench {
  readonly name: string
  readonly about: string
  run(): Promise<BenchResult>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[middle - 1], sorted[middle]]
  if (high === undefined) throw new Error('a median of nothing')
  return sorted.length % 2 || low === undefined ? high : (low + high) / 2
}

/** Rows as text in columns, the first to the left and the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const cell = (text: string, i: number): string =>
    i ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}
