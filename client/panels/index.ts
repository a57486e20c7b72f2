import type { Component } from 'svelte'
import type { Millis } from '../../shared/base/brands.ts'
import type { SessionView } from '../state/session.svelte.ts'

/** All a panel gets: the session and the time it is to show. */
export interface PanelProps {
  readonly view: SessionView
  readonly at: Millis
}

/** A part of the inspector. Loaded when it is first shown, so that the terminal never waits for it. */
export interface Panel {
  readonly id: string
  readonly title: string
  readonly load: () => Promise<{ readonly default: Component<PanelProps> }>
}

/** The inspector's parts from top to bottom. */
export const panels: readonly Panel[] = [
  { id: 'options', title: 'Options', load: () => import('./options/OptionsPanel.svelte') },
  { id: 'log', title: 'Log', load: () => import('./log/LogPanel.svelte') },
]
