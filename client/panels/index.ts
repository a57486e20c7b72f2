import type { Component } from 'svelte'
import type { Millis } from '../../shared/base/brands.ts'
import type { SessionView } from '../state/session.svelte.ts'

/** All a panel gets: the session and the time it is to show. What it wants done it says through `view`. */
export interface PanelProps {
  readonly view: SessionView
  readonly at: Millis
}

/** The inspector's two panes: what is known now, and below it what happened. */
export type Place = 'top' | 'bottom'

/** A part of the inspector. Loaded when it is first shown, so that the terminal never waits for it. */
export interface Panel {
  readonly id: string
  readonly title: string
  readonly place: Place
  /** Whether there is anything it could show; without it, always. */
  readonly wanted?: (view: SessionView) => boolean
  /** A number to stand beside its title. */
  readonly count?: (view: SessionView) => number
  readonly load: () => Promise<{ readonly default: Component<PanelProps> }>
}

/** The inspector's parts in the order of their tabs. */
export const panels: readonly Panel[] = [
  {
    id: 'options',
    title: 'Options',
    place: 'top',
    load: () => import('./options/OptionsPanel.svelte'),
  },
  { id: 'data', title: 'Data', place: 'top', load: () => import('./data/DataPanel.svelte') },
  {
    id: 'inband',
    title: 'In text',
    place: 'top',
    wanted: ({ snapshot: { inband } }) =>
      inband.mxp !== undefined || inband.sounds.length > 0 || inband.mcp.greeting !== undefined,
    load: () => import('./inband/InbandPanel.svelte'),
  },
  {
    id: 'lint',
    title: 'Lint',
    place: 'top',
    wanted: (view) => view.lints.length > 0,
    count: (view) => view.lints.length,
    load: () => import('./lint/LintPanel.svelte'),
  },
  { id: 'log', title: 'Log', place: 'bottom', load: () => import('./log/LogPanel.svelte') },
  { id: 'bytes', title: 'Bytes', place: 'bottom', load: () => import('./bytes/BytesPanel.svelte') },
]
