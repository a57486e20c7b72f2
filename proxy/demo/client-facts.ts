import { TELOPT } from '../../shared/telnet/codes.ts'
import type { Command } from './command.ts'
import type { Visitor } from './visitor.ts'

export const CLIENT_FACTS: readonly Command[] = [
  { names: ['size'], help: 'the window size your client told (NAWS)', run: size },
  { names: ['client'], help: 'everything your client told and agreed to', run: client },
  { names: ['env'], help: 'the variables your client told (NEW-ENVIRON)', run: env },
]

function size(visitor: Visitor): void {
  const { size } = visitor
  visitor.print(
    size
      ? `Your window is ${size.columns} columns by ${size.rows} rows. Text is wrapped to that width.`
      : 'Your client has not told a window size (NAWS), so text is wrapped to 80 columns.',
  )
}

const listOr = (words: readonly string[], none: string): string =>
  words.length > 0 ? words.join(', ') : none

function client(visitor: Visitor): void {
  const { terminal, charset, gmcp, msdp, options } = visitor
  const on = (option: number): boolean => options.isOn('us', option)
  const hello = gmcp.client ?? 'on, but no Core.Hello yet'
  const settings = msdp.settings.length > 0 ? ` Set: ${msdp.settings.join(', ')}.` : ''
  visitor.print(
    [
      `Terminal type: ${listOr(terminal.names, 'not told')}.`,
      `MTTS: ${terminal.mtts === undefined ? 'not told' : `${terminal.mtts} (${terminal.abilities.join(', ')})`}.`,
      `Window: ${visitor.size ? `${visitor.size.columns} by ${visitor.size.rows}` : 'not told'}.`,
      `Character set: ${charset.name}${charset.agreed ? '' : ' (not agreed, just used)'}.`,
      `GMCP: ${on(TELOPT.GMCP) ? hello : 'not agreed'}.`,
      `GMCP modules: ${listOr(gmcp.modules, 'none named')}.`,
      `MSDP: ${on(TELOPT.MSDP) ? `reports ${listOr(msdp.reported, 'nothing')}` : 'not agreed'}.${settings}`,
      `End of a prompt: ${on(TELOPT.EOR) ? 'IAC EOR' : on(TELOPT.SGA) ? 'not marked' : 'IAC GA'}.`,
      `Compression (MCCP2): ${visitor.wire.compressing ? 'on' : 'off'}.`,
    ].join('\n'),
  )
}

function env(visitor: Visitor): void {
  const { lines } = visitor.environment
  if (lines.length > 0) visitor.print(lines.join('\n'))
  else if (visitor.options.isOn('him', TELOPT.NEW_ENVIRON))
    visitor.print('Your client agreed to NEW-ENVIRON but told no variables.')
  else visitor.print('Your client did not agree to tell variables (NEW-ENVIRON).')
}
