import { MediaQuery } from 'svelte/reactivity'

/**
 * Whether the page is narrow, as on a phone. A sheet of paper is narrow too, but what is being printed stays as it was on the
 * screen: the inspector beside the text, the terminal as wide as the game knows it to be.
 */
export class NarrowPage {
  readonly #narrow = new MediaQuery('max-width: 800px')
  readonly #paper = new MediaQuery('print')
  #onScreen = false

  get current(): boolean {
    const narrow = this.#narrow.current
    if (!this.#paper.current) this.#onScreen = narrow
    return this.#onScreen
  }
}
