declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** The number of a telnet option, 0 to 255. */
export type OptionCode = Brand<number, 'OptionCode'>
/** Whole or fractional milliseconds since the start of the session. */
export type Millis = Brand<number, 'Millis'>
/** A position in one direction's stream of bytes, counted from its first byte. */
export type ByteOffset = Brand<number, 'ByteOffset'>

export const optionCode = (code: number): OptionCode => {
  if (!Number.isInteger(code) || code < 0 || code > 255) throw new Error(`${code} is not an option code`)
  return code as OptionCode
}

export const millis = (value: number): Millis => value as Millis

/** Makes the compiler list the members of a union that a switch forgot; throws if one arrives all the same. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`)
}
