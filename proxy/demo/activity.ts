/** Something that sends by itself for a while; any line stops it. Nothing else is said to that visitor meanwhile. */
export interface Activity {
  /** The wire has room again. */
  pump(): void
  /** Ends it; what is to be said about it. */
  stop(): string
}
