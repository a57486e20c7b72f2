import { aardwolf } from '../../shared/options/aardwolf.ts'
import { atcp } from '../../shared/options/atcp.ts'
import { isMalformed } from '../../shared/options/module.ts'
import { zmp } from '../../shared/options/zmp.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { exitsOf, type Told } from './tellings.ts'
import { FULL_VITALS } from './world.ts'

/** What Aardwolf says under channel 100. */
const STATE = { login: 1, active: 3 } as const
const GAME_STATE = 100
const KNOWN = ['zmp.', 'zmp.ping', 'zmp.time', 'zmp.ident', 'zmp.check', 'zmp.support', 'zmp.no-support']

/** The options of this kin. */
export const KIN: readonly number[] = [TELOPT.ZMP, TELOPT.ATCP, TELOPT.AARDWOLF]

/** What is told beside GMCP and MSDP to one connection: ZMP's commands, ATCP, and Aardwolf's state of the game. */
export class Kin {
  /** False while there is no room, or the option is not agreed. */
  readonly #send: (option: number, payload: Uint8Array) => boolean
  readonly #last = new Map<string, string>()

  constructor(send: (option: number, payload: Uint8Array) => boolean) {
    this.#send = send
  }

  /** The option has just been agreed, in the game or before. */
  begin(option: number, playing: boolean): void {
    if (option === TELOPT.ZMP) {
      this.#zmp('zmp.ident', 'willdo demo', '1', 'a server to try clients with')
      this.#zmp('zmp.check', 'zmp.')
    } else if (option === TELOPT.AARDWOLF) this.tellState(playing)
  }

  clear(): void {
    this.#last.clear()
  }

  receive(option: number, payload: Uint8Array): void {
    if (option !== TELOPT.ZMP) return
    const message = zmp.decode(payload, 'client')
    if (isMalformed(message)) return
    const [what = ''] = message.args
    if (message.name === 'zmp.ping')
      this.#zmp('zmp.time', new Date().toISOString().slice(0, 19).replace('T', ' '))
    else if (message.name === 'zmp.check')
      this.#zmp(KNOWN.includes(what) ? 'zmp.support' : 'zmp.no-support', what)
  }

  tellState(playing: boolean): void {
    const value = playing ? STATE.active : STATE.login
    this.#send(TELOPT.AARDWOLF, aardwolf.encode({ kind: 'state', channel: GAME_STATE, value }))
  }

  /** What differs from what was told last. */
  refresh({ vitals, room }: Told): void {
    this.#atcp(
      'Char.Vitals',
      `H:${vitals.hp}/${FULL_VITALS.hp} M:0/0 E:${vitals.mv}/${FULL_VITALS.mv} W:0/0 NL:0/100`,
    )
    this.#atcp('Room.Num', String(room.number))
    this.#atcp('Room.Brief', room.name)
    this.#atcp('Room.Exits', Object.keys(exitsOf(room)).join(','))
  }

  #atcp(name: string, body: string): void {
    if (this.#last.get(name) === body) return
    if (this.#send(TELOPT.ATCP, atcp.encode({ kind: 'message', name, body }))) this.#last.set(name, body)
  }

  #zmp(name: string, ...args: readonly string[]): void {
    this.#send(TELOPT.ZMP, zmp.encode({ kind: 'command', name, args }))
  }
}
