import { TELOPT } from '../../shared/telnet/codes.ts'
import type { Command } from './command.ts'
import { FLOW } from './telnetd.ts'
import type { Visitor } from './visitor.ts'

const FORWARDERS_MAX = 20

export const OPTION_SHOWS: readonly Command[] = [
  { names: ['status'], help: 'what your client takes to be on (STATUS)', run: status },
  { names: ['linemode'], help: 'lines edited by you (LINEMODE); linemode keys, mask .!, off', run: lines },
  { names: ['flow'], help: 'Ctrl+S stops the text (LFLOW); flow any, off, end', run: flow },
  { names: ['mccp3'], help: 'what you send comes compressed (MCCP3); mccp3 off', run: mccp3 },
]

function status(visitor: Visitor): void {
  visitor.print('Your client is asked what it takes to be on. If it speaks STATUS, it answers now.')
  visitor.telnetd.askStatus()
}

function lines(visitor: Visitor, rest: string): void {
  const [word = '', characters = ''] = rest.split(/\s+/)
  switch (word) {
    case '':
    case 'on':
      visitor.print(
        'Your client is asked to edit lines itself (EDIT) and to send signals as commands (TRAPSIG): try Ctrl+C, Ctrl+T, Ctrl+U.',
      )
      return visitor.telnetd.askLines(true)
    case 'keys':
      visitor.print(
        'Your client is asked to send each key at once. Nothing is echoed here, so it has to show them. Back: linemode',
      )
      return visitor.telnetd.askLines(false)
    case 'mask':
      if (characters === '' || characters.length > FORWARDERS_MAX) break
      visitor.print(
        `Your client is asked to send the line so far at each ${[...characters].join(' ')} (FORWARDMASK). Without: linemode`,
      )
      return visitor.telnetd.askLines(true, characters)
    case 'off':
      return visitor.print(
        visitor.telnetd.end(TELOPT.LINEMODE) ? 'LINEMODE is taken back.' : 'LINEMODE is not on.',
      )
  }
  visitor.print('Say one of: linemode on, linemode keys, linemode mask .!?, linemode off')
}

function flow(visitor: Visitor, rest: string): void {
  switch (rest) {
    case '':
    case 'on':
      visitor.print('From now on Ctrl+S stops the text, and Ctrl+Q lets it go on. Try it with: flood')
      return visitor.telnetd.askFlow([FLOW.on, FLOW.xon])
    case 'any':
      visitor.print('From now on Ctrl+S stops the text, and any key lets it go on. Try it with: flood')
      return visitor.telnetd.askFlow([FLOW.on, FLOW.any])
    case 'off':
      visitor.print('From now on Ctrl+S and Ctrl+Q are keys like any others.')
      return visitor.telnetd.askFlow([FLOW.off])
    case 'end':
      return visitor.print(visitor.telnetd.end(TELOPT.LFLOW) ? 'LFLOW is taken back.' : 'LFLOW is not on.')
  }
  visitor.print('Say one of: flow on, flow any, flow off, flow end')
}

function mccp3(visitor: Visitor, rest: string): void {
  const { inbox, options } = visitor
  if (rest === 'off') {
    visitor.print(options.isOn('us', TELOPT.MCCP3) ? 'MCCP3 is taken back.' : 'MCCP3 is not on.')
    options.turnOff('us', TELOPT.MCCP3)
  } else if (inbox.inflating)
    visitor.print(
      `What you send comes compressed: ${inbox.unpacked} bytes so far, in ${inbox.packed} on the wire.`,
    )
  else {
    visitor.print(
      'Your client is offered to compress what it sends. In willdo that is allowed in the menu, under “What games are told”. To see how much it saves: mccp3',
    )
    options.turnOn('us', TELOPT.MCCP3)
  }
}
