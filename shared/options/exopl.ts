import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const exopl = defineSwitch({
  code: TELOPT.EXOPL,
  name: 'EXOPL',
  summary: 'room for more than 256 options',
  source: 'RFC 861',
  accept: { him: false, us: false },
  stateless: true,
})
