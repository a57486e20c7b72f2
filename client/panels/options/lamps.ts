import type { Lamp as LampState } from '../../../shared/session/option-rows.ts'

/** The words for what one side of an option is at. */
export const LAMP_WORDS: Readonly<Record<LampState, string>> = {
  none: 'not mentioned',
  asked: 'asked, waiting',
  offered: 'offered, answer due',
  on: 'on',
  off: 'off',
  'refused-by-them': 'refused by server',
  'refused-by-us': 'refused by us',
  'never-answered': 'never answered',
}
