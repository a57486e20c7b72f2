/** Bytes of a server as characters, in the order they come and however they are cut. */
export interface Decoder {
  /** The text of bytes [from, to); the start of a character that is not complete is held. */
  decode(bytes: Uint8Array, from: number, to: number): string
  /** What is held, as well as it can be shown: for when the rest is not to be expected. */
  flush(): string
}
