import type { FlowFacts } from '../options/lflow.ts'
import { TELOPT } from '../telnet/codes.ts'
import type { SessionState } from './state.ts'

/** Ctrl+Q and Ctrl+S. */
export const XON = 17
export const XOFF = 19

/** How the text can be stopped here; undefined where Ctrl+S goes to the server like every key (RFC 1372). */
export function flowControl(state: SessionState): FlowFacts | undefined {
  if (state.options[TELOPT.LFLOW]?.client.q !== 'yes') return undefined
  const facts = state.facts[TELOPT.LFLOW] as FlowFacts
  return facts.on ? facts : undefined
}

/** What keys do to text that is stopped or not, and what is left of them for the server. */
export function flowKeys(
  state: SessionState,
  stopped: boolean,
  keys: Uint8Array,
): { readonly stopped: boolean; readonly left: Uint8Array } {
  const flow = flowControl(state)
  if (!flow) return { stopped, left: keys }
  let now = stopped
  const left = keys.filter((key) => {
    if (key === XOFF) now = true
    else if (key === XON || flow.restartAny) now = false
    return key !== XOFF && key !== XON
  })
  return { stopped: now, left }
}
