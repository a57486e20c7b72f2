export interface LogLine {
  readonly level: string
  /** The reference's source file and the line in it. */
  readonly file: string
  readonly line: number
  readonly message: string
}

// Where the reference's program writes each message: `*` stands for what varies. The numbers are those of the census of
// muds.modem.xyz where it shows the line, else those of version 4.0.2. The first that fits is taken.
const TEMPLATES = `
INFO client.py:201 GMCP handshake: Core.Hello + Core.Supports.Set *
DEBUG client.py:210 GMCP: *
DEBUG client.py:376 encoding negotiated: *
DEBUG client.py:1200 Fingerprint client: host=* port=*
DEBUG client_base.py:93 EOF from server, closing.
INFO client_base.py:122 Connection closed to <*>
INFO client_base.py:123 Connection lost to <*>: *
INFO client_base.py:190 Connected to <*>
DEBUG client_base.py:268 SyncTERM font switch: *
DEBUG client_base.py:483 MCCP2 decompression started *
DEBUG client_base.py:489 MCCP3 compression started *
DEBUG client_base.py:510 negotiation complete after *s.
DEBUG client_base.py:534 negotiation failed after *s.
DEBUG client_base.py:540 failed-reply: *
INFO server_fingerprinting.py:877 saved server fingerprint to *
DEBUG server_fingerprinting.py:989 DA request -> *
DEBUG server_fingerprinting.py:994 DSR status request -> *
DEBUG server_fingerprinting.py:999 ENQ -> CR
DEBUG server_fingerprinting.py:1082 SyncTERM font switch detected: *
DEBUG server_fingerprinting.py:1115 inline UTF-8 menu response: *
DEBUG stream_writer.py:732 IAC *: not a legal 2-byte cmd, treating as data
WARNING stream_writer.py:745 sub-negotiation SB * interrupted by IAC *
DEBUG stream_writer.py:754 sub-negotiation cmd * SE completion byte
DEBUG stream_writer.py:767 begin sub-negotiation SB *
DEBUG stream_writer.py:773 recv IAC DO *
DEBUG stream_writer.py:773 recv IAC DONT *
DEBUG stream_writer.py:773 recv IAC WILL *
DEBUG stream_writer.py:773 recv IAC WONT *
DEBUG stream_writer.py:789 WILL * unsolicited
DEBUG stream_writer.py:791 WILL CHARSET (bi-directional capability exchange)
DEBUG stream_writer.py:820 slc.snoop(*
DEBUG stream_writer.py:990 skip DO *; remote_option = True
DEBUG stream_writer.py:998 skip *; pending_option = True
DEBUG stream_writer.py:1006 skip WILL *; local_option = True
DEBUG stream_writer.py:1015 skip DONT *; remote_option = False
DEBUG stream_writer.py:1072 send IAC SB GMCP * IAC SE
DEBUG stream_writer.py:1115 send IAC SB STATUS SEND IAC SE
DEBUG stream_writer.py:1138 send IAC SB COM-PORT-OPTION SIGNATURE IAC SE
DEBUG stream_writer.py:1390 set Linemode *
DEBUG stream_writer.py:1393 send IAC SB LINEMODE LINEMODE-MODE * IAC SE
DEBUG stream_writer.py:1447 IAC NOP: *
DEBUG stream_writer.py:1451 IAC GA: *
DEBUG stream_writer.py:1455 IAC DM: *
DEBUG stream_writer.py:1466 IAC EL: *
DEBUG stream_writer.py:1470 IAC EOR: *
DEBUG stream_writer.py:1479 IAC ABORT: *
DEBUG stream_writer.py:1483 IAC EOF: *
DEBUG stream_writer.py:1495 IAC SUSP: *
DEBUG stream_writer.py:1504 IAC BRK: *
DEBUG stream_writer.py:1513 IAC AYT: *
DEBUG stream_writer.py:1517 IAC IP: *
DEBUG stream_writer.py:1529 IAC AO: *
DEBUG stream_writer.py:1538 IAC EC: *
DEBUG stream_writer.py:1548 IAC TM: *
DEBUG stream_writer.py:1733 Terminal cols=*
DEBUG stream_writer.py:1792 MSDP: *
DEBUG stream_writer.py:1796 MSSP: *
DEBUG stream_writer.py:1801 MSP: *
DEBUG stream_writer.py:1805 MXP: *
DEBUG stream_writer.py:1810 ZMP: *
DEBUG stream_writer.py:1815 AARDWOLF: *
DEBUG stream_writer.py:1820 ATCP: *
DEBUG stream_writer.py:1887 handle_do(*)
DEBUG stream_writer.py:1995 DO * not supported.
DEBUG stream_writer.py:2010 handle_dont(*)
DEBUG stream_writer.py:2045 handle_will(*)
DEBUG stream_writer.py:2076 recv WILL NAWS on client end, refusing.
DEBUG stream_writer.py:2076 recv WILL LINEMODE on client end, refusing.
DEBUG stream_writer.py:2076 recv WILL SNDLOC on client end, refusing.
DEBUG stream_writer.py:2139 recv WILL * on client end, refusing.
DEBUG stream_writer.py:2110 MCCP3: client compression activated
DEBUG stream_writer.py:2182 Unhandled: WILL *.
DEBUG stream_writer.py:2199 handle_wont(*)
DEBUG stream_writer.py:2238 [SB + *] unsolicited
DEBUG stream_writer.py:2321 send IAC SB CHARSET ACCEPTED * IAC SE
DEBUG stream_writer.py:2345 recv TSPEED SEND: *
DEBUG stream_writer.py:2373 send: IAC SB TSPEED IS * IAC SE
DEBUG stream_writer.py:2384 recv XDISPLOC SEND: *
DEBUG stream_writer.py:2393 send IAC SB XDISPLOC IS * IAC SE
DEBUG stream_writer.py:2404 recv TTYPE SEND: *
DEBUG stream_writer.py:2416 send IAC SB TTYPE IS * IAC SE
DEBUG stream_writer.py:2447 recv NEW_ENVIRON SEND: *
DEBUG stream_writer.py:2449 recv NEW_ENVIRON SEND (all)
DEBUG stream_writer.py:2473 env send: *
DEBUG stream_writer.py:2507 send IAC SB NAWS (*) IAC SE
INFO stream_writer.py:2514 received IAC SB NAWS without receipt of IAC WILL NAWS -- assuming NAWS-enabled
DEBUG stream_writer.py:2523 recv IAC SB NAWS (*) IAC SE
DEBUG stream_writer.py:2660 send IAC SB STATUS IS * IAC SE
DEBUG stream_writer.py:2685 recv IAC SB LINEMODE DO LMODE_FORWARDMASK,
DEBUG stream_writer.py:2703 recv IAC SB LINEMODE LINEMODE-MODE * IAC SE
DEBUG stream_writer.py:2805 send (slc_end): *
DEBUG stream_writer.py:2811 slc_end: [..] IAC SE
DEBUG stream_writer.py:2816 slc_start: IAC SB LINEMODE SLC [..]
DEBUG stream_writer.py:2852 _slc_add (*
DEBUG stream_writer.py:3076 COM-PORT-OPTION *
DEBUG stream_writer.py:3228 MCCP3: server received SB, *
DEBUG stream_writer.py:3232 MCCP2 activated
DEBUG stream_writer.py:3243 FORWARDMASK stored (* bytes)
DEBUG stream_writer.py:3384 local_option[*] = *
DEBUG stream_writer.py:3384 pending_option[*] = *
DEBUG stream_writer.py:3384 remote_option[*] = *
DEBUG stream_writer.py:1024 send IAC DO *
DEBUG stream_writer.py:1024 send IAC DONT *
DEBUG stream_writer.py:1024 send IAC WILL *
DEBUG stream_writer.py:1024 send IAC WONT *
DEBUG _base.py:78 Invalid telnet byte: *
INFO fingerprinting.py:840 new server fingerprint *
DEBUG fingerprinting.py:849 connection for server fingerprint *
WARNING server_fingerprinting.py:483 *: [Errno *] *
`

interface Template extends Omit<LogLine, 'message'> {
  /** What stands before the first `*`. */
  readonly head: string
  readonly shape: RegExp
}

const templates: readonly Template[] = TEMPLATES.trim()
  .split('\n')
  .map((line) => {
    const { message, ...place } = parseLine(line) ?? unreadable(line)
    const literal = message.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return { ...place, head: message.split('*')[0] ?? '', shape: new RegExp(`^${literal.join('.*?')}$`, 's') }
  })

function unreadable(line: string): never {
  throw new Error(`not a line of a log: ${line}`)
}

/** The line of the reference's log that holds the message; one that it never writes is of line 0. */
export function logLine(message: string): LogLine {
  const found = templates.find(({ head, shape }) => message.startsWith(head) && shape.test(message))
  const { level, file, line } = found ?? { level: 'DEBUG', file: 'stream_writer.py', line: 0 }
  return { level, file, line, message }
}

/** `LEVEL file:line message` */
export function logText(message: string): string {
  const { level, file, line } = logLine(message)
  return `${level} ${file}:${line} ${message}`
}

/** The parts of a whole line; undefined if it is none. */
export function parseLine(text: string): LogLine | undefined {
  const found = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL) ([a-z_]+\.py):([0-9]+) (.*)$/s.exec(text)
  if (!found) return undefined
  const [, level = '', file = '', line = '', message = ''] = found
  return { level, file, line: Number(line), message }
}

/** The columns of the census page. */
const COLUMNS = 130
const INDENT = '    '

/** A log line as the census page has it (Python's textwrap): cut at blanks, a word too long for a line anywhere. */
export function wrapLine(text: string, columns = COLUMNS): readonly string[] {
  const words = text
    .replace(/[\t\n\v\f\r]/g, ' ')
    .split(/( +)/)
    .filter((word) => word !== '')
    .map((word) => Array.from(word))
  const lines: string[] = []
  let next = 0
  while (next < words.length) {
    const indent = lines.length > 0 ? INDENT : ''
    const room = columns - indent.length
    if (lines.length > 0 && words[next]?.[0] === ' ') next++
    const parts: string[] = []
    let left = room
    while (next < words.length && (words[next]?.length ?? 0) <= left) {
      const part = words[next++] ?? []
      left -= part.length
      parts.push(part.join(''))
    }
    // A word too long for any line begins on this one; at its very edge with nothing, which keeps the blank before it.
    const word = words[next]
    if (word && word.length > room) parts.push(word.splice(0, left).join(''))
    if (parts.at(-1)?.trim() === '') parts.pop()
    if (parts.length > 0) lines.push(indent + parts.join(''))
  }
  return lines
}

/** Whole log lines again, from wrapped ones whose indent may be lost. */
export function unwrapLines(lines: readonly string[]): readonly string[] {
  const whole: string[] = []
  for (const line of lines) {
    const begins = parseLine(line) !== undefined || whole.length === 0
    if (begins) whole.push(line)
    else whole.push(`${whole.pop() ?? ''} ${line.trimStart()}`)
  }
  return whole
}
