/** A place for a few remembered choices; `localStorage` in the page. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>

/** The browser's memory, or one for as long as the page is open where site data is blocked or full. */
export function memoryOf(storage: () => Memory): Memory {
  const own = new Map<string, string>()
  const attempt = <T>(use: (memory: Memory) => T, otherwise: T): T => {
    try {
      return use(storage())
    } catch (error) {
      console.info('Choices are remembered only until the page is closed:', error)
      return otherwise
    }
  }
  return {
    getItem: (key) => own.get(key) ?? attempt((memory) => memory.getItem(key), null),
    setItem: (key, value) => {
      own.set(key, value)
      attempt((memory) => memory.setItem(key, value), undefined)
    },
  }
}
