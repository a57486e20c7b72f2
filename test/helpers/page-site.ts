import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from './chromium.ts'
import { startGame, type Game } from './page-game.ts'
import { startHost, type Host } from './page-host.ts'
import { openPage, type Look, type OpenPage } from './page-open.ts'

/** What most tests of the page need: the page on its proxy, a browser, and a game. */
export interface Site {
  /** Where the page is. */
  readonly url: string
  readonly browser: Browser
  readonly game: Game
  /** Opens the page in a fresh profile, with a query behind its address. */
  readonly open: (look?: Look, query?: string) => Promise<OpenPage>
  /** The query that plays the game at once. */
  readonly query: string
}

/** Starts all that before the tests of a file or a group, and stops it after them; `greet` is what the game does. */
export function useSite(greet?: Parameters<typeof startGame>[0]): Site {
  let host: Host
  let browser: Browser
  let game: Game | undefined
  beforeAll(async () => {
    host = await startHost()
    browser = await launchChromium()
    if (greet) game = await startGame(greet)
  })
  afterAll(async () => {
    await browser.close()
    await game?.close()
    await host.close()
  })
  const theGame = (): Game => {
    if (!game) throw new Error('this site has no game: say how it greets')
    return game
  }
  return {
    get url() {
      return host.url
    },
    get browser() {
      return browser
    },
    get game() {
      return theGame()
    },
    get query() {
      return `?host=127.0.0.1&port=${theGame().port}`
    },
    open: (look, query = '') => openPage(browser, host.url + query, look),
  }
}
