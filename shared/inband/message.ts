/** A tag's attribute: `name=value`, a value alone, or a name alone. Values are bytes, a character each. */
export interface MxpArgument {
  readonly name: string | undefined
  readonly value: string
}

/** What MXP says beside its formatting and its links, https://www.zuggsoft.com/zmud/mxp.htm */
export type MxpMessage =
  | { readonly protocol: 'MXP'; readonly kind: 'version' }
  /** Which tags the client understands; empty for all. */
  | { readonly protocol: 'MXP'; readonly kind: 'support'; readonly asked: readonly string[] }
  | { readonly protocol: 'MXP'; readonly kind: 'element'; readonly name: string; readonly definition: string }
  /** `value` is undefined when the entity is deleted. */
  | {
      readonly protocol: 'MXP'
      readonly kind: 'entity'
      readonly name: string
      readonly value: string | undefined
    }
  | {
      readonly protocol: 'MXP'
      readonly kind: 'gauge'
      readonly gauge: MxpGauge
    }
  /** A tag that is listed and left out of the text. */
  | {
      readonly protocol: 'MXP'
      readonly kind: 'tag'
      readonly name: string
      readonly text: string
      /** False for one that neither the specification nor the server has defined. */
      readonly known: boolean
    }
  /** ESC [ n z with an n that names a kind of line: 10 a room's name, 20 and more as the server likes. */
  | { readonly protocol: 'MXP'; readonly kind: 'line'; readonly number: number }

/** A bar that shows one entity's value against another's. */
export interface MxpGauge {
  readonly entity: string
  readonly max: string
  readonly caption: string
}

/** A sound or a piece of music: MSP, or MXP's tags of the same meaning. */
export interface Sound {
  readonly protocol: 'MSP'
  readonly kind: 'sound' | 'music'
  /** `Off` ends what is playing. */
  readonly file: string
  /** 0 to 100. */
  readonly volume: number
  /** -1 for ever. */
  readonly loops: number
  readonly type: string
  /** Where the file is, as the server says; empty where it does not. */
  readonly url: string
}

/** https://www.moo.mud.org/mcp/mcp2.html; `side` is who said it. */
export type McpMessage =
  /** The server speaks versions from `from` to `to`. */
  | { readonly protocol: 'MCP'; readonly kind: 'greeting'; readonly from: string; readonly to: string }
  /** We answered the greeting: from here on messages carry the key. */
  | { readonly protocol: 'MCP'; readonly kind: 'key' }
  | {
      readonly protocol: 'MCP'
      readonly kind: 'message'
      readonly name: string
      /** By key in lower case; the lines of a value that has several are joined by LF. */
      readonly values: Readonly<Record<string, string>>
    }

export type InbandMessage = MxpMessage | Sound | McpMessage
