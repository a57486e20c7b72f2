import type { SessionView } from '../../state/session.svelte.ts'
import { keptBy } from '../kept.svelte.ts'
import { MessageIndex } from './messages.ts'
import { MsdpAsking } from './msdp-asking.svelte.ts'
import { MsspQuestion } from './mssp-question.svelte.ts'
import { DataTree } from './tree.ts'

const NOTHING: ReadonlyMap<string, boolean> = new Map()

/** How a person left a tree. */
export class TreeMemory {
  readonly tree: DataTree
  /** Lines that a person opened or closed against the usual. */
  toggled: ReadonlyMap<string, boolean> = $state.raw(NOTHING)
  /** The line that the keys are at. */
  line = $state('')

  constructor(plain = false) {
    this.tree = new DataTree(plain)
  }
}

/** Which part of the panel is shown. */
export type Part = 'all' | 'gmcp' | 'msdp' | 'mssp' | 'other' | 'text'

/** What the panel remembers of a session: how a person left it, and what was found so far. */
export class DataMemory {
  readonly trees = {
    gmcp: new TreeMemory(),
    msdp: new TreeMemory(),
    zmp: new TreeMemory(),
    atcp: new TreeMemory(true),
    aardwolf: new TreeMemory(true),
  }
  readonly index: MessageIndex
  readonly mssp: MsspQuestion
  readonly msdp: MsdpAsking
  filter = $state('')
  part = $state<Part>('all')

  constructor(view: SessionView) {
    this.index = new MessageIndex(view.timeline)
    this.mssp = new MsspQuestion(view)
    this.msdp = new MsdpAsking(view)
  }
}

export const dataMemory = keptBy((view) => new DataMemory(view))
