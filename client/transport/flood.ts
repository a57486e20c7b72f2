/** So many characters in a short while are a flood. */
const MUCH = 64 * 1024
/** So many characters a millisecond are more than anybody can read, and still no flood. */
const NO_FLOOD = 200

/** Whether text comes in a flood: a level that rises with what comes and falls with time. */
export class Flood {
  #level = 0
  #at = 0

  came(characters: number): void {
    // However much it was, it is over soon after the last of it.
    this.#level = Math.min(2 * MUCH, this.#present + characters)
    this.#at = performance.now()
  }

  get isOn(): boolean {
    return this.#present > MUCH
  }

  get #present(): number {
    return Math.max(0, this.#level - (performance.now() - this.#at) * NO_FLOOD)
  }
}
