import type { Component } from 'svelte'
import { TELOPT } from '../../../../shared/telnet/codes.ts'
import type { Asking } from '../asking.svelte.ts'
import type { SessionView } from '../../../state/session.svelte.ts'
import Charset from './Charset.svelte'
import Environ from './Environ.svelte'
import Lflow from './Lflow.svelte'
import Linemode from './Linemode.svelte'
import Status from './Status.svelte'

export interface DetailProps {
  readonly view: SessionView
  readonly asking: Asking
}

/** What an option has to show beside its story, by its number. */
export const DETAILS: Readonly<Record<number, Component<DetailProps>>> = {
  [TELOPT.STATUS]: Status,
  [TELOPT.LFLOW]: Lflow,
  [TELOPT.LINEMODE]: Linemode,
  [TELOPT.NEW_ENVIRON]: Environ,
  [TELOPT.CHARSET]: Charset,
}
