import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const echo = defineSwitch({
  code: TELOPT.ECHO,
  name: 'ECHO',
  summary: 'the server shows what is typed, or hides a password',
  source: 'RFC 857',
  // Old servers ask DO ECHO to find broken clients: two echoing ends would loop (RFC 857, implementation notes).
  accept: { him: true, us: false },
  refusal: { us: 'two ends that both echo would send each line back and forth for ever (RFC 857)' },
})
