/** What an option's module may know of the outside when it speaks for us: told, never looked up. */
export interface HostFacts {
  readonly columns: number
  readonly rows: number
  readonly clientName: string
  readonly clientVersion: string
  readonly terminalType: string
  /** The MTTS bits to claim, https://tintin.mudhalla.net/protocols/mtts/ */
  readonly mtts: number
  /** The character sets we can show, best first. */
  readonly charsets: readonly string[]
}

/** A decoded subnegotiation; each module narrows it. `kind` names it within the option. */
export interface Message {
  readonly kind: string
}

export interface Malformed {
  readonly malformed: string
}

export const malformed = (why: string): Malformed => ({ malformed: why })

export const isMalformed = (value: object): value is Malformed => 'malformed' in value

/** One telnet option: all that willdo knows of it. It knows nothing of sessions, sockets or pages. */
export interface OptionModule<M extends Message = Message, F = unknown> {
  readonly code: number
  readonly name: string
  /** What it is for, in a few words that follow the name. */
  readonly summary: string
  /** RFC or the document's address. */
  readonly source: string
  /** Do we let the server do it (`him`), do we do it when asked (`us`)? Play policy. */
  readonly accept: { readonly him: boolean; readonly us: boolean }
  /** Facts before anything was said. */
  readonly initial: F
  /** The message in a payload (255s undone), or why it is none. Never throws. */
  readonly decode: (payload: Uint8Array, side: 'server' | 'client') => M | Malformed
  /** The payload of a message: the inverse of `decode`. */
  readonly encode: (message: M) => Uint8Array
  /** A sentence's end that follows "the server" or "we". Values a person typed or a server sent are plain text. */
  readonly describe: (message: M) => string
  /** The facts after a message. Pure; returns the same object when nothing changed. */
  readonly evolve: (facts: F, message: M, side: 'server' | 'client') => F
  /** What we say as soon as the option is on: `him` the server does it, `us` we do it. */
  readonly greet: (performer: 'him' | 'us', host: HostFacts) => readonly M[]
  /** What we answer to the server's message; `facts` are those after it. */
  readonly respond: (facts: F, message: M, host: HostFacts) => readonly M[]
}

/** A module with defaults for what most options do not do. */
export function defineOption<M extends Message, F>(
  module: Pick<OptionModule<M, F>, 'code' | 'name' | 'summary' | 'source' | 'accept' | 'initial' | 'decode' | 'encode' | 'describe'> &
    Partial<OptionModule<M, F>>,
): OptionModule<M, F> {
  return { evolve: (facts) => facts, greet: () => [], respond: () => [], ...module }
}
