import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const proxy = 'http://127.0.0.1:8023'

export default defineConfig({
  root: 'client',
  plugins: [svelte({ configFile: false })],
  base: './',
  // The scan's, which loads tables of characters when it needs them.
  worker: { format: 'es' },
  build: {
    // Which scripts are loaded when; the test of the page's size reads it.
    manifest: true,
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2023',
    // Every browser that knows what the page is built for has it.
    modulePreload: { polyfill: false },
    // Svelte's class for custom elements, of which there are none, would be kept because its module runs something.
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /svelte.*custom-element\.js$/, sideEffects: false }] },
      // All that the start needs is one script, also where other parts use some of it: it packs better than six.
      output: {
        codeSplitting: {
          groups: [{ name: 'start', test: /client\/(?:ui\/App\.svelte|state\/page\.svelte\.ts|info\.ts)$/ }],
        },
      },
    },
  },
  // `npm run dev` serves the page with hot reload; the proxy runs beside it (`npm start`).
  server: { proxy: { '/connect': { target: proxy, ws: true }, '/info.json': proxy } },
  test: {
    root: '.',
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/vectors/**/*.test.ts'] },
      },
      { extends: true, test: { name: 'fuzz', include: ['test/fuzz/**/*.test.ts'], testTimeout: 120_000 } },
      {
        extends: true,
        resolve: { conditions: ['browser'] },
        test: {
          name: 'state',
          include: ['test/state/**/*.test.ts'],
          environment: './test/helpers/runes-environment.ts',
        },
      },
      {
        extends: true,
        // Scans wait most of the time: many go on at once.
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 30_000,
          maxConcurrency: 32,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
