import type { McpMessage } from './message.ts'

/** A package that a side offers, https://www.moo.mud.org/mcp/mcp2.html#negotiate */
export interface McpPackage {
  readonly name: string
  readonly min: string
  readonly max: string
}

/** A text that the server wants edited (dns-org-mud-moo-simpleedit). */
export interface McpEdit {
  /** Counted from 1 in a session. */
  readonly id: number
  readonly reference: string
  readonly name: string
  readonly type: string
  readonly content: string
}

/** What MCP has brought so far. */
export interface McpFacts {
  readonly greeting: { readonly from: string; readonly to: string } | undefined
  /** What each message must carry; set once we have answered. */
  readonly key: string | undefined
  readonly theirs: readonly McpPackage[]
  readonly ours: readonly McpPackage[]
  /** The server has named all its packages. */
  readonly complete: boolean
  readonly messages: number
  readonly status: string
  /** Pages that the server wants shown, the last first. */
  readonly pages: readonly string[]
  readonly edits: readonly McpEdit[]
  readonly home: string
  readonly help: string
  /** Cords that are open, by their id, with their type. */
  readonly cords: readonly { readonly id: string; readonly type: string }[]
}

export const NO_MCP: McpFacts = Object.freeze({
  greeting: undefined,
  key: undefined,
  theirs: [],
  ours: [],
  complete: false,
  messages: 0,
  status: '',
  pages: [],
  edits: [],
  home: '',
  help: '',
  cords: [],
})

const PACKAGES_MAX = 100
const PAGES_MAX = 10
const EDITS_MAX = 5
const CORDS_MAX = 20
const SHORT = 300

const short = (text: string | undefined): string => (text ?? '').slice(0, SHORT)

const withPackage = (
  list: readonly McpPackage[],
  values: Readonly<Record<string, string>>,
): readonly McpPackage[] => {
  const found = {
    name: short(values['package']),
    min: short(values['min-version']),
    max: short(values['max-version']),
  }
  const others = list.filter(({ name }) => name !== found.name)
  return found.name === '' || others.length >= PACKAGES_MAX ? list : [...others, found]
}

/** The facts after a message of the server's. */
export function afterMessage(
  facts: McpFacts,
  { name, values }: Extract<McpMessage, { kind: 'message' }>,
): McpFacts {
  const next = { ...facts, messages: facts.messages + 1 }
  switch (name) {
    case 'mcp-negotiate-can':
      return { ...next, theirs: withPackage(facts.theirs, values) }
    case 'mcp-negotiate-end':
      return { ...next, complete: true }
    case 'dns-com-awns-status':
      return { ...next, status: short(values['text']) }
    case 'dns-com-awns-displayurl': {
      const page = (values['url'] ?? '').slice(0, 2000)
      return { ...next, pages: [page, ...facts.pages.filter((other) => other !== page)].slice(0, PAGES_MAX) }
    }
    case 'dns-com-awns-serverinfo':
      return { ...next, home: short(values['home_url']), help: short(values['help_url']) }
    case 'dns-org-mud-moo-simpleedit-content':
      return { ...next, edits: withEdit(facts, values) }
    case 'mcp-cord-open': {
      const cord = { id: short(values['_id']), type: short(values['_type']) }
      return { ...next, cords: [...facts.cords.filter(({ id }) => id !== cord.id), cord].slice(-CORDS_MAX) }
    }
    case 'mcp-cord-closed':
      return { ...next, cords: facts.cords.filter(({ id }) => id !== short(values['_id'])) }
    default:
      return next
  }
}

function withEdit(facts: McpFacts, values: Readonly<Record<string, string>>): readonly McpEdit[] {
  const edit: McpEdit = {
    id: (facts.edits.at(-1)?.id ?? 0) + 1,
    reference: (values['reference'] ?? '').slice(0, 2000),
    name: short(values['name']),
    type: short(values['type']),
    content: values['content'] ?? '',
  }
  return [...facts.edits.filter(({ reference }) => reference !== edit.reference), edit].slice(-EDITS_MAX)
}

/** The facts after a message of our own. */
export function afterOwn(facts: McpFacts, name: string, values: Readonly<Record<string, string>>): McpFacts {
  if (name === 'mcp-negotiate-can') return { ...facts, ours: withPackage(facts.ours, values) }
  if (name === 'mcp-cord-closed')
    return { ...facts, cords: facts.cords.filter(({ id }) => id !== short(values['_id'])) }
  return facts
}
