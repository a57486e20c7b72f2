/** The name of the codec that Python finds under `name` (`codecs.lookup(name).name`); undefined if it finds none. */
export declare function pythonCodec(name: string): string | undefined
/** The same for a CHARSET offer, in the spellings that the reference tries. */
export declare function offeredCodec(offer: string): string | undefined
/** LANG, given the encoding that CHARSET agreed on, if any. */
export declare function langFor(agreed: string | undefined): string
/** Whether willdo has that codec's characters; where not, `decodeEscaping` reads latin-1. */
export declare function canDecode(encoding: string): boolean
/** The text, bad bytes as U+DC80 to U+DCFF; latin-1 for an unknown encoding. */
export declare function decodeEscaping(bytes: Uint8Array, encoding: string): string
/** The text, bad bytes as U+FFFD; latin-1 for an unknown encoding. */
export declare function decodeReplacing(bytes: Uint8Array, encoding: string): string
/** The text, or latin-1 if a byte is bad: how subnegotiations are read. */
export declare function decodeOrLatin1(bytes: Uint8Array, encoding: string): string
/** A banner as a record holds it (petscii without its colours, CR as LF). */
export declare function decodeBanner(bytes: Uint8Array, encoding: string): string
