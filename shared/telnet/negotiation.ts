// RFC 1143, the Q method, as pure tables. One table serves both sides: `on` is WILL or DO, off is WONT or DONT.
// `due` is ours: the peer asked and our answer is not on the wire yet. RFC 1143 answers within one step, but a fold
// only sees an answer when it was sent.

/** Where one side of one option stands (RFC 1143 section 7; `-opposite` is its queue bit). */
export type Q = 'no' | 'due' | 'yes' | 'wantno' | 'wantno-opposite' | 'wantyes' | 'wantyes-opposite'

/** What a verb of the peer does. `error`: an answer that RFC 1143 forbids. `send`: the queued request goes out now. */
interface Heard {
  readonly next: Q
  readonly error?: true
  readonly send?: boolean
}

const HEARD_ON: Readonly<Record<Q, Heard>> = {
  no: { next: 'due' },
  due: { next: 'due' },
  yes: { next: 'yes' },
  wantno: { next: 'no', error: true },
  'wantno-opposite': { next: 'yes', error: true },
  wantyes: { next: 'yes' },
  'wantyes-opposite': { next: 'yes', send: false },
}

const HEARD_OFF: Readonly<Record<Q, Heard>> = {
  no: { next: 'no' },
  due: { next: 'no' },
  yes: { next: 'no' },
  wantno: { next: 'no' },
  'wantno-opposite': { next: 'no', send: true },
  wantyes: { next: 'no' },
  'wantyes-opposite': { next: 'no' },
}

const SENT_ON: Readonly<Record<Q, Q>> = {
  no: 'wantyes',
  due: 'yes',
  yes: 'yes',
  wantno: 'wantyes',
  'wantno-opposite': 'wantyes',
  wantyes: 'wantyes',
  'wantyes-opposite': 'wantyes',
}

const SENT_OFF: Readonly<Record<Q, Q>> = {
  no: 'no',
  due: 'no',
  yes: 'wantno',
  wantno: 'wantno',
  'wantno-opposite': 'wantno',
  wantyes: 'wantno',
  'wantyes-opposite': 'wantno',
}

/** What we may do now about a wish of ours: send its verb, queue it behind an open request, or nothing. */
interface Asked {
  readonly next: Q
  readonly send: boolean
}

const ASK_ON: Readonly<Record<Q, Asked>> = {
  no: { next: 'wantyes', send: true },
  due: { next: 'yes', send: true },
  yes: { next: 'yes', send: false },
  wantno: { next: 'wantno-opposite', send: false },
  'wantno-opposite': { next: 'wantno-opposite', send: false },
  wantyes: { next: 'wantyes', send: false },
  'wantyes-opposite': { next: 'wantyes', send: false },
}

const ASK_OFF: Readonly<Record<Q, Asked>> = {
  no: { next: 'no', send: false },
  due: { next: 'no', send: true },
  yes: { next: 'wantno', send: true },
  wantno: { next: 'wantno', send: false },
  'wantno-opposite': { next: 'wantno', send: false },
  wantyes: { next: 'wantyes-opposite', send: false },
  'wantyes-opposite': { next: 'wantyes-opposite', send: false },
}

/** The state after the peer said on or off. With `send` the queued request is due: its verb, then `sent`. */
export const heard = (q: Q, on: boolean): Heard => (on ? HEARD_ON : HEARD_OFF)[q]

/** The state after our own verb was seen on the wire. */
export const sent = (q: Q, on: boolean): Q => (on ? SENT_ON : SENT_OFF)[q]

/** What to do about our wish to have the option on or off. */
export const asked = (q: Q, on: boolean): Asked => (on ? ASK_ON : ASK_OFF)[q]

/** True when neither side waits for the other. */
export const isSettled = (q: Q): boolean => q === 'no' || q === 'yes'
