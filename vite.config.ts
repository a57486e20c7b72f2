import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const proxy = 'http://127.0.0.1:8023'

/**
 * What the start needs comes by an import(), so that a link to a report can have its own parts on their way before that is
 * there. The page names it, so that it is asked for together with the first script.
 */
const namesStart: Plugin = {
  name: 'names-start',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const wanted = new Set<string>()
      const styles = new Set<string>()
      const visit = (file: string): void => {
        const chunk = bundle[file]
        // The first script's own are named already.
        if (chunk?.type !== 'chunk' || wanted.has(file) || html.includes(file)) return
        wanted.add(file)
        for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style)
        for (const next of chunk.imports) visit(next)
      }
      for (const [file, chunk] of Object.entries(bundle))
        if (chunk.type === 'chunk' && chunk.moduleIds.includes(START)) visit(file)
      const link = (rel: string) => (file: string) =>
        ({ tag: 'link', attrs: { rel, crossorigin: true, href: `./${file}` }, injectTo: 'head' }) as const
      return [...[...wanted].map(link('modulepreload')), ...[...styles].map(link('stylesheet'))]
    },
  },
}

const source = (path: string): string => `${import.meta.dirname}/client/${path}`
const START = source('start.ts')
const ASKED_FOR = [source('player.ts'), source('report/open.ts')]
/**
 * Parts of Svelte that the start does not use, by the script they go to. Its index names all parts, so they count as needed
 * by whoever needs any.
 */
const SPARED = {
  both: /svelte\/src\/internal\/client\/dom\/(?:blocks\/snippet|elements\/style)\.js$/,
  collections: /svelte\/src\/reactivity\/(?:map|set)\.js$/,
  play: /svelte\/src\/internal\/client\/dom\/(?:blocks\/key|elements\/bindings\/size)\.js$/,
  choices: /svelte\/src\/internal\/client\/dom\/elements\/bindings\/select\.js$/,
}

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** All modules that come with one. */
function withImports(graph: Graph, id: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(id)) return found
  found.add(id)
  for (const next of graph.getModuleInfo(id)?.importedIds ?? []) withImports(graph, next, found)
  return found
}

const needs = new Map<string, ReadonlySet<string>>()

/**
 * What the start needs is one script, also where other parts use some of it; so is what else playing needs, and what else a
 * report needs, and what both of these need: few scripts pack better than many, and are there sooner.
 */
function partOf(id: string, graph: Graph): string | null {
  const isNeededBy = (path: string): boolean => {
    const needed = needs.get(path) ?? withImports(graph, source(path))
    needs.set(path, needed)
    return needed.has(id)
  }
  // What is asked for stays a script of its own, with the rest as what it imports.
  if (ASKED_FOR.includes(id)) return null
  for (const [part, spared] of Object.entries(SPARED)) if (spared.test(id)) return part
  if (/\/pako\.mjs$/.test(id)) return 'pako'
  if (isNeededBy('start.ts')) return 'start'
  const [plays, reports] = [isNeededBy('player.ts'), isNeededBy('report/open.ts')]
  if (plays && reports) return 'both'
  if (plays) return 'play'
  // What panels use too is apart, so that they bring nothing else of a report along.
  return !reports ? null : /\/client\/(?:panels|terminal|ui)\//.test(id) ? 'shown' : 'report'
}

export default defineConfig({
  root: 'client',
  plugins: [svelte({ configFile: false }), namesStart],
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
      treeshake: {
        moduleSideEffects: [
          { test: /svelte.*custom-element\.js$/, sideEffects: false },
          ...Object.values(SPARED).map((test) => ({ test, sideEffects: false })),
        ],
      },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // What import() needs is apart: the first script has nothing else to wait for.
            { name: 'load', test: /preload-helper/, priority: 1 },
            { name: partOf },
          ],
        },
      },
    },
  },
  // `npm run dev` serves the page with hot reload; the proxy runs beside it (`npm start`).
  server: { proxy: { '/connect': { target: proxy, ws: true }, '/info.json': proxy } },
  test: {
    root: '.',
    // As every program has it; the page alone loads it later.
    setupFiles: ['shared/telnet/with-zlib.ts'],
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
