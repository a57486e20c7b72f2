import type { Json } from '../base/canonical-json.ts'
import type { InbandFault } from '../inband/filter.ts'
import type { InbandMessage } from '../inband/message.ts'
import type { Message } from '../options/module.ts'
import type { FrameFault } from '../telnet/frames.ts'
import type { Verb } from '../telnet/codes.ts'
import type { Q } from '../telnet/negotiation.ts'

/** Who sent the bytes. */
export type Side = 'server' | 'client'

/** What a peer did against the rules. Shown, never thrown. */
export type FaultCode =
  | FrameFault
  | InbandFault
  | 'negotiation-error'
  | 'loop'
  | 'malformed-subnegotiation'
  | 'not-agreed'
  | 'wrong-way'
  | 'compression-nested'
  | 'inflate-corrupt'
  | 'inflate-too-large'

/**
 * What we owe the peer after a verb of his: `choose` yes or no to something new, `confirm` what is agreed (he seems to
 * have started over), `acknowledge` that he stopped, `send-queued` the opposite request that waited for his answer.
 */
export type Owed = 'choose' | 'confirm' | 'acknowledge' | 'send-queued' | 'nothing'

/** What one entry turned out to mean, in the order of its bytes. */
export type SessionEvent =
  /** Data [start, end) of `Step.text`: telnet removed, decompressed, not decoded. */
  | { readonly kind: 'text'; readonly side: Side; readonly start: number; readonly end: number }
  /** The same command `count` times in a row. */
  | { readonly kind: 'command'; readonly side: Side; readonly command: number; readonly count: number }
  | { readonly kind: 'prompt'; readonly side: 'server'; readonly by: 'GA' | 'EOR' }
  | {
      readonly kind: 'negotiate'
      readonly side: Side
      readonly verb: Verb
      readonly option: number
      /** Who does the option that the verb speaks of. */
      readonly performer: Side
      /** The RFC 1143 state of the side that performs the option, before and after. */
      readonly before: Q
      readonly after: Q
      readonly owed: Owed
    }
  | {
      readonly kind: 'subnegotiation'
      readonly side: Side
      readonly option: number
      /** A copy that may be kept. */
      readonly payload: Uint8Array
      /** False when IAC SE never came. */
      readonly complete: boolean
      /** Undefined when the payload says nothing to that option's module; the fault says why. */
      readonly message: Message | undefined
      /** That option's facts once the message was taken in; undefined where they are large and change in place. */
      readonly facts: unknown
      /** False when the server sent more of these than are answered in a minute. */
      readonly answered: boolean
    }
  /** Something that was said within the text, by MXP, MSP or MCP, and is left out of it. */
  | {
      readonly kind: 'inband'
      readonly side: Side
      /** MXP's or MSP's number; MCP has none. */
      readonly option: number | undefined
      readonly message: InbandMessage
      /** False when the server asked more of this than is answered in a minute. */
      readonly answered: boolean
    }
  | {
      readonly kind: 'compression'
      readonly side: Side
      readonly option: number
      /** `gzip` and `deflate` say how a stream is wrapped that is not zlib's, as it should be. */
      readonly what: 'start' | 'end' | 'raw' | 'gzip' | 'deflate'
    }
  | {
      readonly kind: 'fault'
      readonly side: Side
      readonly code: FaultCode
      readonly option?: number
      readonly detail: string
    }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'mark'; readonly label: string }
  | { readonly kind: 'message'; readonly message: Json }
  | { readonly kind: 'gap'; readonly lost: number }
  | { readonly kind: 'close'; readonly reason: string }

/** What `evolve` made of one entry. */
export interface Step {
  /** All data bytes of the entry, but for what MXP, MSP and MCP took out of the server's. */
  readonly text: Uint8Array
  readonly events: readonly SessionEvent[]
}
