import { SvelteSet } from 'svelte/reactivity'
import { gmcp } from '../../../shared/options/gmcp.ts'
import { msdp, msdpCommand, type MSDP_COMMANDS } from '../../../shared/options/msdp.ts'
import { TELOPT } from '../../../shared/telnet/codes.ts'
import type { SessionView } from '../../state/session.svelte.ts'
import { Asking } from '../options/asking.svelte.ts'

export type MsdpCommand = (typeof MSDP_COMMANDS)[number]

/** What every server of MSDP can list. */
export const MSDP_LISTS = [
  'REPORTABLE_VARIABLES',
  'REPORTED_VARIABLES',
  'SENDABLE_VARIABLES',
  'CONFIGURABLE_VARIABLES',
  'COMMANDS',
  'LISTS',
] as const

/** Asks a server for its variables: by MSDP, or inside GMCP where it listens there only. */
export class MsdpAsking {
  readonly #view: SessionView
  readonly asking: Asking
  /** A person's choice of the way; until then MSDP where it is on. */
  #way = $state<'MSDP' | 'GMCP'>()
  /** What was asked for inside GMCP. */
  readonly #tunnelled = new SvelteSet<string>()

  constructor(view: SessionView) {
    this.#view = view
    this.asking = new Asking(view)
  }

  get ways(): readonly ('MSDP' | 'GMCP')[] {
    return (['MSDP', 'GMCP'] as const).filter((way) => isOn(this.#view, TELOPT[way]))
  }

  get way(): 'MSDP' | 'GMCP' | undefined {
    return this.#way && this.ways.includes(this.#way) ? this.#way : this.ways[0]
  }

  choose(way: 'MSDP' | 'GMCP'): void {
    this.#way = way
  }

  ask(command: MsdpCommand, names: readonly string[]): void {
    const { way } = this
    const words = `${command} ${names.join(', ')}`
    if (way === 'MSDP') {
      const payload = msdp.encode(msdpCommand(command, names))
      this.asking.ask({ kind: 'subnegotiation', option: TELOPT.MSDP, payload }, `MSDP ${words}`)
    } else if (way === 'GMCP') {
      const body = JSON.stringify({ [command]: names.length === 1 ? names[0] : names })
      const payload = gmcp.encode({ kind: 'message', name: 'MSDP', body })
      this.asking.ask({ kind: 'subnegotiation', option: TELOPT.GMCP, payload }, `GMCP MSDP ${words}`)
      this.#noteTunnelled(command, names)
    }
  }

  /** What was asked for inside GMCP; what was by MSDP, the option's facts know. */
  get tunnelled(): ReadonlySet<string> {
    return this.#tunnelled
  }

  #noteTunnelled(command: MsdpCommand, names: readonly string[]): void {
    for (const name of names) {
      if (command === 'REPORT') this.#tunnelled.add(name)
      if (command === 'UNREPORT') this.#tunnelled.delete(name)
    }
  }
}

export const isOn = (view: SessionView, option: number): boolean => {
  const sides = view.snapshot.options[option]
  return view.phase === 'open' && (sides?.server.q === 'yes' || sides?.client.q === 'yes')
}
