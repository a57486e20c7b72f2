import type { SessionView } from '../../state/session.svelte.ts'
import { keptBy } from '../kept.svelte.ts'
import { MessageIndex } from './messages.ts'
import { GmcpTree } from './tree.ts'

const NOTHING: ReadonlyMap<string, boolean> = new Map()

/** What the panel remembers of a session: how a person left it, and what was found so far. */
export class DataMemory {
  readonly tree = new GmcpTree()
  readonly index: MessageIndex
  filter = $state('')
  /** Lines of the tree that a person opened or closed against the usual. */
  toggled: ReadonlyMap<string, boolean> = $state.raw(NOTHING)
  /** The line of the tree that the keys are at. */
  line = $state('')

  constructor(view: SessionView) {
    this.index = new MessageIndex(view.timeline)
  }
}

export const dataMemory = keptBy((view) => new DataMemory(view))
