import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const sga = defineSwitch({
  code: TELOPT.SGA,
  name: 'SGA',
  summary: 'no go-ahead after each turn; with ECHO, one character at a time',
  source: 'RFC 858',
  accept: { him: true, us: true },
})
