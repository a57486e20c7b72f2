import type { Kept } from '../storage/library.ts'

/** What is kept, by path. */
export class Rows {
  readonly #rows = new Map<string, Kept>()

  get(path: string): Kept | undefined {
    return this.#rows.get(path)
  }

  set(rows: readonly Kept[]): void {
    for (const row of rows) this.#rows.set(row.path, row)
  }

  delete(paths: readonly string[]): void {
    for (const path of paths) this.#rows.delete(path)
  }

  /** All of them, as a list that does not change any more. */
  list(): readonly Kept[] {
    return [...this.#rows.values()]
  }
}
