import type { Gmcp } from '../../options/gmcp.ts'
import type { Mssp } from '../../options/mssp.ts'
import { TELOPT } from '../../telnet/codes.ts'
import type { Watch } from './watch.ts'

/** What every MSSP answer has to hold. */
const REQUIRED = ['NAME', 'PLAYERS', 'UPTIME']
/** So many bodies are looked at, none longer than that: a server that errs does so early. */
const BODIES = 500
const BODY_MAX = 16 * 1024

/** What is said in GMCP and MSSP. */
export function data(): Watch {
  let bodies = 0
  function gmcp({ name, body }: Gmcp): 'gmcp-no-package' | 'gmcp-bad-json' | undefined {
    if (name === '') return 'gmcp-no-package'
    if (body === '' || body.length > BODY_MAX || bodies++ >= BODIES) return undefined
    return isJson(body) ? undefined : 'gmcp-bad-json'
  }
  return {
    subnegotiation: ({ side, option, complete, message }, { found }) => {
      if (side !== 'server' || !complete || !message) return
      if (option === TELOPT.GMCP) {
        const code = gmcp(message as Gmcp)
        if (code) found(code, { option })
      } else if (option === TELOPT.MSSP) {
        const names = new Set((message as Mssp).variables.map(({ name }) => name.toUpperCase()))
        const missing = REQUIRED.filter((name) => !names.has(name))
        if (missing.length > 0) found('mssp-incomplete', { option, note: `It lacks ${missing.join(', ')}.` })
      }
    },
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // That it is none is the answer.
    return false
  }
}
