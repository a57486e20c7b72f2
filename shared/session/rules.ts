import { NOTHING_TOLD, type OptionModule } from '../options/module.ts'
import type { Side } from './events.ts'
import { readRuleMark } from './marks.ts'

/** What a person has said of one side of one option: answer offers as usual, or always yes, or always no. */
export type Rule = 'usual' | 'accept' | 'refuse'

/** The rules that are not the usual one. */
export type Rules = ReadonlyMap<string, Rule>

export const NO_RULES: Rules = new Map()

const key = (performer: Side, option: number): string => `${performer} ${option}`

export const ruleOf = (rules: Rules, performer: Side, option: number): Rule =>
  rules.get(key(performer, option)) ?? 'usual'

export function withRule(rules: Rules, performer: Side, option: number, rule: Rule): Rules {
  const changed = new Map(rules)
  if (rule === 'usual') changed.delete(key(performer, option))
  else changed.set(key(performer, option), rule)
  return changed
}

/** The rules after a mark, which may hold a new one: a recording says what was decided when. */
export function rulesAfter(rules: Rules, label: string): Rules {
  const read = readRuleMark(label)
  return read ? withRule(rules, read.performer, read.option, read.rule) : rules
}

/** Each rule with what it is about. */
export const listRules = (
  rules: Rules,
): readonly { readonly performer: Side; readonly option: number; readonly rule: Rule }[] =>
  [...rules].map(([about, rule]) => {
    const [performer = 'server', option = ''] = about.split(' ') as [Side?, string?]
    return { performer, option: Number(option), rule }
  })

/** Do we say yes to that option? `told` is what a person set for it. */
export function accepts(rules: Rules, module: OptionModule, performer: Side, told = NOTHING_TOLD): boolean {
  const rule = ruleOf(rules, performer, module.code)
  if (rule !== 'usual') return rule === 'accept'
  const who = performer === 'server' ? 'him' : 'us'
  return module.accept[who] || (module.willing?.(who, told) ?? false)
}
