import { isMalformed } from '../../shared/options/module.ts'
import { newEnviron } from '../../shared/options/new-environ.ts'

/** https://tintin.mudhalla.net/protocols/mnes/ but for IPADDRESS: where a visitor comes from is no business of a demo. */
const WANTED = ['CHARSET', 'CLIENT_NAME', 'CLIENT_VERSION', 'MTTS', 'TERMINAL_TYPE']

const VARIABLES_MAX = 64
const TEXT_MAX = 60

/** SB NEW_ENVIRON's payload that asks for what MNES names (RFC 1572). */
export const ENVIRON_SEND = newEnviron.encode({
  kind: 'send',
  wanted: WANTED.map((name) => ({ type: 'VAR', name })),
})

/** The variables that a client told of itself. */
export class Environment {
  readonly #variables = new Map<string, string | undefined>()

  clear(): void {
    this.#variables.clear()
  }

  /** Takes IS and INFO; a later word on a variable replaces the earlier one. Gives what INFO said, as `lines` would. */
  receive(payload: Uint8Array): readonly string[] {
    const message = newEnviron.decode(payload, 'client')
    if (isMalformed(message) || message.kind === 'send') return []
    for (const { name, value } of message.variables) {
      const known = printable(name)
      if (known === '' || (this.#variables.size >= VARIABLES_MAX && !this.#variables.has(known))) continue
      this.#variables.set(known, value === undefined ? undefined : printable(value))
    }
    if (message.kind !== 'info') return []
    const told = new Set(message.variables.map(({ name }) => printable(name)))
    return [...this.#variables].filter(([name]) => told.has(name)).map(inWords)
  }

  /** `NAME is value`, a line each. */
  get lines(): readonly string[] {
    return [...this.#variables].map(inWords)
  }
}

const inWords = ([name, value]: readonly [name: string, value: string | undefined]): string =>
  value === undefined ? `${name} is not set` : `${name} is ${value === '' ? 'empty' : value}`

/** It will be shown, and perhaps to a terminal that believes everything. */
const printable = (text: string): string => text.replace(/\p{C}/gu, '').slice(0, TEXT_MAX)
