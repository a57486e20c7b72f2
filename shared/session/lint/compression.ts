import type { Watch } from './watch.ts'

/** MCCP started, restarted or stopped out of turn (https://tintin.mudhalla.net/protocols/mccp/). */
export function compression(): Watch {
  /** The stream cannot be followed, and that was said. */
  let lost = false
  return {
    compression: ({ side, option, what }, { last: subject, found, known }) => {
      if (side !== 'server') return
      // A client that asked by itself has said DO, though WILL never came.
      const wanted = known.agreed(option, 'server') || known.side(option, 'server') === 'wantyes'
      if (what === 'start' && !wanted) found('compression-not-agreed', { option, subject })
      if (what === 'raw' && !lost) found('compression-no-end', { option })
      lost = false
    },
    fault: ({ side, code, option }, scene) => {
      if (side !== 'server') return
      if (code === 'compression-nested') scene.found('compression-nested', { option, subject: scene.last })
      if (code !== 'inflate-corrupt') return
      lost = true
      scene.found('compression-damaged', { option })
    },
    gap: () => {
      lost = true
    },
  }
}
