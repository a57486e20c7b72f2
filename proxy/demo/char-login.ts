import type { Gmcp } from './gmcp.ts'

/** GMCP's Char.Login, for clients that can (https://mudstandards.org/gmcp/char-login): a name is enough, as at the prompt. */
export class CharLogin {
  readonly #gmcp: () => Gmcp
  /** Lets somebody of that name in. */
  readonly #enter: (name: string) => void

  constructor(gmcp: () => Gmcp, enter: (name: string) => void) {
    this.#gmcp = gmcp
    this.#enter = enter
  }

  /** To whoever has said that they can. */
  offer(): void {
    if (this.#gmcp().modules.includes('char.login'))
      this.#gmcp().tell('Char.Login.Default', { type: ['password-credentials'] })
  }

  /** What stands in Char.Login.Credentials; the answer comes before the game. */
  receive(value: unknown, isName: RegExp): void {
    const { account } = (value ?? {}) as { account?: unknown }
    const name = typeof account === 'string' ? account.trim() : ''
    if (isName.test(name)) {
      this.#gmcp().answer('Char.Login.Result', { success: true })
      this.#enter(name)
      return
    }
    const message = 'A name is one word: letters and digits, 20 at most.'
    this.#gmcp().answer('Char.Login.Result', { success: false, message })
  }
}
