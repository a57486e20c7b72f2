import { TELOPT } from '../../../shared/telnet/codes.ts'
import type { OptionRow } from '../../../shared/session/option-rows.ts'

/** How what a server claims to speak compares with what was seen in this session. */
export interface Seen {
  readonly words: string
  /** It is otherwise than claimed. */
  readonly differs: boolean
}

/** The options that tell whether a claim is so. */
const OPTIONS: Readonly<Record<string, readonly number[]>> = {
  GMCP: [TELOPT.GMCP],
  MSDP: [TELOPT.MSDP],
  MCCP: [TELOPT.MCCP1, TELOPT.MCCP2, TELOPT.MCCP3],
  MXP: [TELOPT.MXP],
  MSP: [TELOPT.MSP],
  ZMP: [TELOPT.ZMP],
  ATCP: [TELOPT.ATCP],
  CHARSET: [TELOPT.CHARSET],
}

/** What was seen of it; undefined where nothing seen could tell. `claim` is the value as it was sent. */
export function seenOf(
  name: string,
  claim: string,
  rows: readonly OptionRow[],
  tls: boolean,
): Seen | undefined {
  if (name === 'SSL' || name === 'TLS')
    return tls ? { words: 'seen: this session is TLS', differs: claim === '0' } : undefined
  const codes = OPTIONS[name]
  if (!codes || (name !== 'CHARSET' && claim !== '0' && claim !== '1')) return undefined
  const found = rows.filter(({ code }) => codes.includes(code))
  const lamps = found.flatMap(({ server, client }) => [server, client])
  const claimed = claim !== '0'
  if (lamps.includes('on')) return { words: 'seen: on', differs: !claimed }
  if (lamps.includes('refused-by-us')) return { words: 'seen: offered, refused by us', differs: !claimed }
  if (lamps.some((lamp) => lamp === 'refused-by-them' || lamp === 'never-answered'))
    return { words: 'seen: refused', differs: claimed }
  if (lamps.some((lamp) => lamp === 'offered' || lamp === 'off'))
    return { words: 'seen: offered', differs: !claimed }
  return { words: 'not offered so far', differs: claimed && name !== 'CHARSET' }
}
