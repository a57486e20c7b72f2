import type { Memory } from '../../client/state/memory.ts'

/** A memory that a test can look into. */
export class Remembered implements Memory {
  readonly kept = new Map<string, string>()
  getItem = (key: string): string | null => this.kept.get(key) ?? null
  setItem = (key: string, value: string): void => void this.kept.set(key, value)
}
