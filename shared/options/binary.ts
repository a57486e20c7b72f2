import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const binary = defineSwitch({
  code: TELOPT.BINARY,
  name: 'BINARY',
  summary: 'bytes pass as they are, line ends too',
  source: 'RFC 856',
  accept: { him: true, us: true },
})
