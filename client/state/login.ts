import { gmcp, type GmcpFacts } from '../../shared/options/gmcp.ts'
import type { Intent } from '../../shared/session/intent.ts'
import type { SessionState } from '../../shared/session/state.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'

const DEFAULT = 'char.login.default'
const RESULT = 'char.login.result'
/** What a game tells of those who are in it. */
const PLAYING = ['char.name', 'char.vitals', 'char.statusvars', 'room.info']
const BODY_MAX = 4096

const packageIn = (state: SessionState, name: string) => {
  const { packages, spelled } = state.facts[TELOPT.GMCP] as GmcpFacts
  return packages.get(spelled.get(name) ?? '')
}

function parsed(body: string | undefined): Readonly<Record<string, unknown>> {
  if (body === undefined || body.length > BODY_MAX) return {}
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return {}
    throw error
  }
}

/** The server takes a name and a password as data (Char.Login), and the person is not in the game yet. */
export function loginOffered(state: SessionState): boolean {
  const offer = packageIn(state, DEFAULT)
  if (!offer) return false
  const { type } = parsed(offer.body)
  if (!Array.isArray(type) || !type.includes('password-credentials')) return false
  if (loginAnswer(state)?.success) return false
  return !PLAYING.some((name) => (packageIn(state, name)?.at ?? -1) >= offer.at)
}

/** What the server said to the last login, if it came after the offer. */
export function loginAnswer(
  state: SessionState,
): { readonly success: boolean; readonly message: string } | undefined {
  const result = packageIn(state, RESULT)
  if (!result || result.at < (packageIn(state, DEFAULT)?.at ?? 0)) return undefined
  const { success, message } = parsed(result.body)
  return {
    success: success === true || success === 'true',
    message: typeof message === 'string' ? message.slice(0, 200) : '',
  }
}

/** The message that logs in; what is stored of it are stars. */
export const loginIntent = (account: string, password: string): Intent => ({
  kind: 'subnegotiation',
  option: TELOPT.GMCP,
  payload: gmcp.encode({
    kind: 'message',
    name: 'Char.Login.Credentials',
    body: JSON.stringify({ account, password }),
  }),
})
