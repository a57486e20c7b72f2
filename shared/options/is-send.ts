import { concat, fromLatin1, latin1 } from '../base/bytes.ts'
import { FieldReader, quoted, verbField } from './fields.ts'
import { defineOption, malformed, type Malformed, type OptionModule, type Told } from './module.ts'
import { shorten, visible } from './text.ts'

const IS = 0
const SEND = 1

export type IsSend = { readonly kind: 'send' } | { readonly kind: 'is'; readonly value: string }

type Given = Pick<OptionModule, 'code' | 'name' | 'summary' | 'source' | 'accept' | 'refusal'>

/** A module for an option by which a server asks one thing of a client: SEND, and IS with the answer. */
export function isSend(
  given: Given & Partial<Pick<OptionModule, 'willing'>>,
  what: string,
  value: (told: Told) => string,
): OptionModule<IsSend, null> {
  return defineOption<IsSend, null>({
    ...given,
    clientOnly: 'refuse',
    initial: () => null,
    decode: (payload): IsSend | Malformed => {
      if (payload[0] === SEND) return payload.length === 1 ? { kind: 'send' } : malformed('bytes follow SEND')
      if (payload[0] === IS) return { kind: 'is', value: fromLatin1(payload.subarray(1)) }
      return malformed(
        payload.length === 0 ? 'it is empty' : `it begins with ${payload[0]}, neither IS (0) nor SEND (1)`,
      )
    },
    encode: (message) =>
      message.kind === 'send' ? Uint8Array.of(SEND) : concat([Uint8Array.of(IS), latin1(message.value)]),
    lossless: true,
    fields: (payload) => {
      const reader = new FieldReader(payload)
      const verb = verbField(reader, {
        [IS]: ['IS', 'the answer follows'],
        [SEND]: ['SEND', `asks for ${what}`],
      })
      return verb === IS ? reader.done('value', quoted(reader.rest)) : reader.done()
    },
    describe: (message) =>
      message.kind === 'send' ? `asked for ${what}` : `gave ${what}: "${shorten(visible(message.value))}"`,
    respond: (_facts, message, host) =>
      message.kind === 'send' ? [{ kind: 'is', value: value(host.told) }] : [],
  })
}
