import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch } from './module.ts'

export const logout = defineSwitch({
  code: TELOPT.LOGOUT,
  name: 'LOGOUT',
  summary: 'asks the other end to log out and close',
  source: 'RFC 727',
  accept: { him: false, us: false },
  refusal: {
    him: 'a server may close the connection when it likes, without asking (RFC 727)',
    us: 'only you end the connection, with Disconnect (RFC 727)',
  },
  stateless: true,
})
