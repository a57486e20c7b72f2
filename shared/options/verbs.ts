import { concat, toHex } from '../base/bytes.ts'
import { FieldReader, quoted, verbField, type PayloadField } from './fields.ts'
import { defineOption, malformed, type Malformed, type OptionModule } from './module.ts'

/** A message that says by its first byte what it is; the rest is read when it is shown. */
export interface VerbMessage {
  readonly kind: 'verb'
  readonly verb: number
  readonly bytes: Uint8Array
}

/** What a first byte stands for. */
export interface OptionVerb {
  readonly name: string
  /** What it does, in a few words. */
  readonly meaning: string
  /** A sentence's end that follows "the server" or "we". */
  readonly says: string | ((bytes: Uint8Array) => string)
  /** How many bytes follow; undefined for any number. */
  readonly length?: number
  /** What follows, where it is more than text. */
  readonly rest?: (reader: FieldReader) => void
}

export type VerbTable = Readonly<Record<number, OptionVerb>>

const HEX_MAX = 24

/** Bytes as hex, cut short. */
export const shownHex = (bytes: Uint8Array): string =>
  toHex(bytes.subarray(0, HEX_MAX), ' ') + (bytes.length > HEX_MAX ? ' …' : '')

export const plural = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`

type Given<F> = Pick<OptionModule, 'code' | 'name' | 'summary' | 'source' | 'accept'> &
  Partial<Pick<OptionModule, 'refusal' | 'clientOnly'>> & {
    /** What is remembered of its messages, where something is. */
    readonly facts?: Pick<OptionModule<VerbMessage, F>, 'initial' | 'evolve' | 'restart'>
  }

/** A module for an option whose messages are a verb and what belongs to it. */
export function verbOption<F = null>(
  { facts, ...given }: Given<F>,
  verbs: VerbTable,
): OptionModule<VerbMessage, F> {
  const words = Object.fromEntries(
    Object.entries(verbs).map(([code, { name, meaning }]) => [code, [name, meaning] as const]),
  )
  return defineOption<VerbMessage, F>({
    ...given,
    initial: () => null as F,
    ...facts,
    decode: (payload): VerbMessage | Malformed => {
      const code = payload[0]
      if (code === undefined) return malformed('it is empty')
      const verb = verbs[code]
      if (!verb) return malformed(`it begins with ${code}, no verb of ${given.source}`)
      const length = payload.length - 1
      if (verb.length !== undefined && length !== verb.length)
        return malformed(`${plural(length, 'byte')} after ${verb.name}, not ${verb.length}`)
      return { kind: 'verb', verb: code, bytes: payload.slice(1) }
    },
    encode: ({ verb, bytes }) => concat([Uint8Array.of(verb), bytes]),
    lossless: true,
    fields: (payload): readonly PayloadField[] => {
      const reader = new FieldReader(payload)
      const code = verbField(reader, words)
      const verb = code === undefined ? undefined : verbs[code]
      verb?.rest?.(reader)
      return verb && verb.length !== 0 ? reader.done('data', quoted(reader.rest)) : reader.done()
    },
    describe: ({ verb, bytes }) => {
      const says = verbs[verb]?.says ?? ''
      return typeof says === 'string' ? says : says(bytes)
    },
  })
}
