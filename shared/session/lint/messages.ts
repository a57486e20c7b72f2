import { TELOPT } from '../../telnet/codes.ts'
import type { EventOf, Watch } from './watch.ts'

/** These begin with an empty message. */
const MAY_BE_EMPTY: ReadonlySet<number> = new Set([TELOPT.MCCP2, TELOPT.MCCP3, TELOPT.MXP])
const COMPRESSION: ReadonlySet<number> = new Set([TELOPT.MCCP1, TELOPT.MCCP2, TELOPT.MCCP3])

/** What only a client says: IS (0), in the environment options INFO (2) as well, and all that NAWS and SNDLOC have. */
const CLIENTS_WORDS = new Map<number, readonly number[] | 'all'>([
  [TELOPT.TTYPE, [0]],
  [TELOPT.TSPEED, [0]],
  [TELOPT.XDISPLOC, [0]],
  [TELOPT.OLD_ENVIRON, [0, 2]],
  [TELOPT.NEW_ENVIRON, [0, 2]],
  [TELOPT.NAWS, 'all'],
  [TELOPT.SNDLOC, 'all'],
])

function wrongRole({ option, payload }: EventOf<'subnegotiation'>): boolean {
  const theirs = CLIENTS_WORDS.get(option)
  return theirs === 'all' || (theirs?.includes(payload[0] ?? -1) ?? false)
}

/** Subnegotiations: when they may be sent, by whom, and what is in them (RFC 855). */
export function messages(): Watch {
  return {
    subnegotiation: (event, scene) => {
      const { side, option, payload, complete } = event
      if (side !== 'server' || !complete) return
      if (payload.length === 0 && !MAY_BE_EMPTY.has(option)) scene.found('empty-sb', { option })
      else if (wrongRole(event)) scene.found('wrong-role', { option })
    },
    fault: ({ side, code, option = 0, detail }, scene) => {
      const { last: subject, known } = scene
      if (side !== 'server' || subject?.event.kind !== 'subnegotiation') return
      const { event } = subject
      if (code === 'not-agreed' && !COMPRESSION.has(option)) {
        scene.found(known.declined(option) ? 'sb-after-no' : 'sb-before-agreed', { option, subject })
      }
      if (code !== 'malformed-subnegotiation' || !event.complete || event.payload.length === 0) return
      if (!wrongRole(event)) scene.found('malformed-sb', { option, subject, note: `${reason(detail)}.` })
    },
  }
}

/** The fault's own reason, which stands in brackets at its end. */
function reason(detail: string): string {
  const inside = /\((.*)\)$/.exec(detail)?.[1] ?? detail
  return inside.charAt(0).toUpperCase() + inside.slice(1)
}
