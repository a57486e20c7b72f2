/** What is known of one lint, for people. OPTION stands for the option's name where there is one. */
export interface Lint {
  /** `rule`: it breaks one. `advice`: it is allowed, and gives clients trouble. */
  readonly level: 'rule' | 'advice'
  /** What the server does, as a sentence about it. */
  readonly title: string
  /** What comes of it. */
  readonly why: string
  /** Where it is written, and what is written there, in our words. */
  readonly rule: { readonly source: string; readonly section: string; readonly says: string }
  /** What to do instead. */
  readonly fix: string
}

/** Lints that belong together, with the heading above them. */
export interface Chapter {
  readonly heading: string
  readonly lints: Readonly<Record<string, Lint>>
}
