import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const exopl = defineSwitch({
  code: TELOPT.EXOPL,
  name: 'EXOPL',
  summary: 'room for more than 256 options',
  source: 'RFC 861',
  accept: { him: false, us: false },
  refusal: {
    him: 'no option has a number above 255, so nobody needs the room (RFC 861)',
    us: 'no option has a number above 255, so nobody needs the room (RFC 861)',
  },
  stateless: true,
})
