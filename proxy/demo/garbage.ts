import { concat, latin1 } from '../../shared/base/bytes.ts'
import { IAC, NOP, SB, SE, TELOPT } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation, encodeVerb } from '../../shared/telnet/encode.ts'

const LINE_LENGTH = 64 * 1024
const LONG = 4096

const bad = (option: number, payload: string): Uint8Array => encodeSubnegotiation(option, latin1(payload))
const link = (address: string, words: string): string => `\x1b]8;;${address}\x1b\\${words}\x1b]8;;\x1b\\`

/** A piece of garbage and what it is, in words that come before it. */
interface Piece {
  readonly words: string
  readonly bytes: Uint8Array
}

/** What servers have been seen to send, or might: nothing of it may freeze, fool or spoil a client. */
export const GARBAGE: readonly Piece[] = [
  // First, so that the others can be seen behind it.
  {
    words: `a line of ${LINE_LENGTH} characters without an end`,
    bytes: latin1(`${'endless '.repeat(LINE_LENGTH / 8)}`),
  },
  { words: 'IAC before a byte that is no command, twice', bytes: Uint8Array.of(65, IAC, 66, IAC, 7, 67) },
  { words: 'IAC SE that ends nothing', bytes: Uint8Array.of(IAC, SE) },
  {
    words: 'a subnegotiation that never ends (NOP comes instead)',
    bytes: concat([Uint8Array.of(IAC, SB, TELOPT.ZMP), latin1('zmp.ping'), Uint8Array.of(IAC, NOP)]),
  },
  {
    words: 'subnegotiations of options that nobody agreed on',
    bytes: concat([bad(TELOPT.AARDWOLF, 'd\x03'), bad(TELOPT.MSP, '!!SOUND(bell.wav)'), bad(250, '')]),
  },
  {
    words: 'payloads that cannot be read: MSSP, GMCP, CHARSET and an empty one',
    bytes: concat([
      bad(TELOPT.MSSP, '\x02a value without a name'),
      bad(TELOPT.GMCP, 'Garbage.Json {"open":[1,2,'),
      bad(TELOPT.CHARSET, '\x09'),
      bad(TELOPT.TTYPE, ''),
    ]),
  },
  {
    words: 'WONT and DONT for what was never asked, and an option without a name',
    bytes: concat([
      encodeVerb('WONT', TELOPT.ZMP),
      encodeVerb('DONT', TELOPT.KERMIT),
      encodeVerb('WILL', 222),
    ]),
  },
  {
    words: 'bytes that are no UTF-8',
    bytes: latin1(
      '[\xc3(] [\xa0\xa1] [\xe2\x82] [\xed\xa0\x80] [\xc0\xaf] [\xf8\x88\x80\x80\x80] [\xf0\x9f]',
    ),
  },
  { words: `a title of ${LONG} characters`, bytes: latin1(`\x1b]0;${'title '.repeat(LONG / 6)}\x07`) },
  {
    words: 'a title with markup and one that never ends (CAN comes instead)',
    bytes: latin1('\x1b]2;<img src=x onerror=alert(1)> Your session has expired\x07\x1b]2;no end\x18'),
  },
  { words: 'a wish to set the clipboard (OSC 52)', bytes: latin1('\x1b]52;c;cm0gLXJmIH4K\x07') },
  {
    words: 'links to where no link should lead',
    bytes: latin1(
      [
        link('javascript:alert(document.domain)', 'a script'),
        link('data:text/html,<script>alert(1)</script>', 'a page of its own'),
        link('file:///etc/passwd', 'a file'),
        link('https://bank.example@evil.example/login', 'another host than it says'),
        link(`https://example.org/${'a'.repeat(LONG)}`, 'a long one'),
        '\x1b]8;;https://example.org/\x1b\\one that never closes',
      ].join(', ') + '\x1b]8;;\x1b\\',
    ),
  },
  {
    words: 'sequences cut short and numbers too large',
    bytes: latin1('\x1b[\x18\x1b[99999999999;1m\x1b[0m\x1b[1;\x18'),
  },
]
