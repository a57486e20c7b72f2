import { latin1Only } from './text.ts'
import { TELOPT } from '../telnet/codes.ts'
import { isSend } from './is-send.ts'

export const xdisploc = isSend(
  {
    code: TELOPT.XDISPLOC,
    name: 'XDISPLOC',
    summary: 'where windows of X programs should open',
    source: 'RFC 1096',
    accept: { him: false, us: false },
    refusal: {
      him: 'only a client has a display (RFC 1096)',
      us: 'you have set no X display in the menu under “What games are told” (RFC 1096)',
    },
    willing: (performer, told) => performer === 'us' && told.display !== '',
  },
  'the X display',
  ({ display }) => latin1Only(display),
)
