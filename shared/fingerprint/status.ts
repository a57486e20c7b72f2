import { TELOPT, verbCode, type Verb } from '../telnet/codes.ts'
import { keyName, saySubnegotiation, verbBytes } from './tables.ts'
import { note, type Scan } from './scan-state.ts'

/** RFC 859: IS and all that was agreed or refused, in the order it first came up. STATUS itself is left out. */
export function sendStatus(scan: Scan): void {
  const said: [Verb, number][] = []
  for (const [option, on] of scan.local) said.push([on ? 'WILL' : 'WONT', option])
  for (const [option, on] of scan.remote) said.push([on ? 'DO' : 'DONT', option])
  const told = said.filter(([, option]) => option !== TELOPT.STATUS)
  note(scan, () => {
    const words = told.map(([verb, option]) => `${verb} ${keyName(option)}`)
    return `send IAC SB STATUS IS ${words.join(' ')} IAC SE`
  })
  const bytes = told.flatMap(([verb, option]) => [verbCode(verb), ...verbBytes(verb, option).subarray(2)])
  saySubnegotiation(scan, TELOPT.STATUS, Uint8Array.from([0, ...bytes]))
}
