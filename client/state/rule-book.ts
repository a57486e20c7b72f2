import { optionName, optionNumber } from '../../shared/telnet/codes.ts'
import { listRules, NO_RULES, withRule, type Rule, type Rules } from '../../shared/session/rules.ts'
import type { Side } from '../../shared/session/events.ts'
import type { Address } from '../address.ts'
import type { Memory } from './memory.ts'

const KEY = 'willdo.rules'
const LINE = /^(usual|accept|refuse) (server|client) (\S+)$/

/** A person's rules for each server, remembered by host and port. */
export class RuleBook {
  readonly #memory: Memory

  constructor(memory: Memory) {
    this.#memory = memory
  }

  /** The rules for a server. What cannot be read is passed over. */
  for(address: Address): Rules {
    const lines = this.#read()[placeOf(address)] ?? []
    return lines.reduce((rules, line) => {
      const [, rule, performer, name = ''] = LINE.exec(line) ?? []
      const option = optionNumber(name)
      return rule === undefined || option === undefined
        ? rules
        : withRule(rules, performer as Side, option, rule as Rule)
    }, NO_RULES)
  }

  keep(address: Address, rules: Rules): void {
    const kept = { ...this.#read() }
    const lines = listRules(rules).map(
      ({ rule, performer, option }) => `${rule} ${performer} ${optionName(option)}`,
    )
    if (lines.length > 0) kept[placeOf(address)] = lines
    else delete kept[placeOf(address)]
    this.#memory.setItem(KEY, JSON.stringify(kept))
  }

  #read(): Readonly<Record<string, readonly string[]>> {
    const text = this.#memory.getItem(KEY)
    if (text === null) return {}
    try {
      const read: unknown = JSON.parse(text)
      if (typeof read !== 'object' || read === null) return {}
      return Object.fromEntries(
        Object.entries(read).map(([place, lines]) => [
          place,
          Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [],
        ]),
      )
    } catch (error) {
      console.info('The rules kept for servers cannot be read and are dropped:', error)
      return {}
    }
  }
}

const placeOf = ({ host, port }: Address): string => `${host.toLowerCase()}:${port}`
