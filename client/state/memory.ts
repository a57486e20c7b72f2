/**
 * A place for a few remembered choices; `localStorage` in the page. `setItem` says false for what lasts only until the
 * page is closed.
 */
export interface Memory {
  getItem(key: string): string | null
  setItem(key: string, value: string): boolean | void
}

/** The browser's memory, or one for as long as the page is open where site data is blocked or full. */
export function memoryOf(storage: () => Pick<Storage, 'getItem' | 'setItem'>): Memory {
  const own = new Map<string, string>()
  const failed = (error: unknown): void =>
    console.info('Choices are remembered only until the page is closed:', error)
  return {
    getItem: (key) => {
      const kept = own.get(key)
      if (kept !== undefined) return kept
      try {
        return storage().getItem(key)
      } catch (error) {
        failed(error)
        return null
      }
    },
    setItem: (key, value) => {
      try {
        storage().setItem(key, value)
        // What other pages of this browser write from now on counts again.
        own.delete(key)
        return true
      } catch (error) {
        failed(error)
        own.set(key, value)
        return false
      }
    },
  }
}
