import type { LatestFacts } from '../../../shared/options/latest.ts'
import type { MsdpFacts } from '../../../shared/options/msdp.ts'

const NAMES_MAX = 300
const BODY_MAX = 64 * 1024

/** The variables that can be reported, as far as is known, and whether they are; `tunnelled` were asked for inside GMCP. */
export function msdpVariables(
  facts: MsdpFacts,
  tunnelled: ReadonlySet<string>,
): readonly { readonly name: string; readonly reported: boolean }[] {
  const reported = new Set([...facts.reported, ...tunnelled])
  const names = new Set([...listIn(facts, 'REPORTABLE_VARIABLES'), ...reported])
  return [...names].slice(0, NAMES_MAX).map((name) => ({ name, reported: reported.has(name) }))
}

/** The words of a list that the server sent. */
function listIn(facts: LatestFacts, name: string): readonly string[] {
  const body = facts.packages.get(name)?.body
  if (body === undefined || body.length > BODY_MAX) return []
  const value: unknown = JSON.parse(body)
  const list = Array.isArray(value) ? (value as unknown[]) : [value]
  return list.filter((item): item is string => typeof item === 'string' && item !== '')
}
