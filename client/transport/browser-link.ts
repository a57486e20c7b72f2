import type { ConnectionHost } from './connection.ts'

/** Clock, timers and wake-up calls of a browser. */
export const browserLink: Omit<ConnectionHost, 'open'> = {
  now: () => performance.now(),
  after: (wait, run) => {
    const timer = setTimeout(run, wait)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
  visible: () => document.visibilityState === 'visible',
  onWake: (run) => {
    const shown = (): void => {
      if (document.visibilityState === 'visible') run()
    }
    window.addEventListener('online', run)
    window.addEventListener('pageshow', run)
    document.addEventListener('visibilitychange', shown)
    return () => {
      window.removeEventListener('online', run)
      window.removeEventListener('pageshow', run)
      document.removeEventListener('visibilitychange', shown)
    }
  },
}
