import { TELOPT } from '../telnet/codes.ts'
import { isSend } from './is-send.ts'

/** What other clients say who have no line either: fast enough that no program pads its output. */
const SPEED = '38400,38400'

export const tspeed = isSend(
  {
    code: TELOPT.TSPEED,
    name: 'TSPEED',
    summary: 'the speed of our terminal',
    source: 'RFC 1079',
    accept: { him: false, us: true },
    refusal: { him: 'only a client has a terminal whose speed matters (RFC 1079)' },
  },
  'the speed of the terminal',
  () => SPEED,
)
