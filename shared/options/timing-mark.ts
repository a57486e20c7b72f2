import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const timingMark = defineSwitch({
  code: TELOPT.TM,
  name: 'TM',
  summary: 'measures the way there and back',
  source: 'RFC 860',
  accept: { him: false, us: true },
  refusal: { him: 'a timing mark answers a request, and we made none (RFC 860)' },
  stateless: true,
})
