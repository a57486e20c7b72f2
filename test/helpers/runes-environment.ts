import type { Environment } from 'vitest/environments'

/** Compiles `.svelte.ts` for the browser, so that effects run, without needing a DOM. */
export default {
  name: 'runes',
  viteEnvironment: 'client',
  setup: () => ({ teardown() {} }),
} satisfies Environment
