import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const eor = defineSwitch({
  code: TELOPT.EOR,
  name: 'EOR',
  summary: 'marks the end of each prompt',
  source: 'RFC 885',
  accept: { him: true, us: false },
  refusal: { us: 'only what a server sends has prompts to mark (RFC 885)' },
})
