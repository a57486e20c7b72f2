import { TELOPT } from '../../telnet/codes.ts'
import type { Watch } from './watch.ts'

const LF = 10
const CR = 13
/** So many lines without a mark behind the answer are no accident. */
const LINES = 5

/** How the end of a prompt is marked: GA (RFC 854, RFC 858), EOR (RFC 885). */
export function prompts(): Watch {
  let eor = false
  let told = false
  let lf = 0
  let cr = 0
  return {
    prompt: ({ by }, { found, known }) => {
      if (by === 'GA') {
        if (known.side(TELOPT.SGA, 'server') === 'yes') found('ga-after-sga', { option: TELOPT.SGA })
        return
      }
      eor = true
      if (!known.agreed(TELOPT.EOR, 'server')) found('eor-not-agreed', { option: TELOPT.EOR })
    },
    text: ({ side, start, end }, { text, found, known }) => {
      if (eor || told || !known.agreed(TELOPT.EOR, 'server')) return
      if (side === 'server') {
        told = Math.max(lf, cr) >= LINES
        if (told) found('eor-unused', { option: TELOPT.EOR, bytes: text.subarray(start, end) })
        return
      }
      for (let at = start; at < end; at++) {
        if (text[at] === LF) lf++
        else if (text[at] === CR) cr++
      }
    },
  }
}
