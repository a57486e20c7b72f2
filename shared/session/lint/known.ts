import type { Q } from '../../telnet/negotiation.ts'
import type { SessionEvent, Side } from '../events.ts'

/** A side of an option as a number. */
export const sideKey = (option: number, performer: Side): number =>
  option * 2 + (performer === 'server' ? 0 : 1)

/** What was negotiated so far, read off the events. */
export class Known {
  readonly #sides = new Map<number, Q>()

  take(event: SessionEvent): void {
    if (event.kind === 'negotiate') this.#sides.set(sideKey(event.option, event.performer), event.after)
  }

  /** Undefined where nobody has spoken of it. */
  side(option: number, performer: Side): Q | undefined {
    return this.#sides.get(sideKey(option, performer))
  }

  /** On, or asked to end without the answer having come. */
  agreed(option: number, performer: Side): boolean {
    const q = this.side(option, performer)
    return q === 'yes' || (q?.startsWith('wantno') ?? false)
  }

  /** One side at least was spoken of, and none is on, offered or asked for. */
  declined(option: number): boolean {
    const sides = [this.side(option, 'server'), this.side(option, 'client')].filter((q) => q !== undefined)
    return sides.length > 0 && sides.every((q) => q === 'no')
  }
}
