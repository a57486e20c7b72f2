import type { Watch } from './watch.ts'

/** How IAC and subnegotiations are put on the wire. */
export function framing(): Watch {
  /** The fault comes first, then the message that it is about. */
  let cut: 'unterminated-sb' | 'oversized-sb' | undefined
  return {
    fault: ({ side, code }, scene) => {
      if (side !== 'server') return
      if (code === 'stray-iac') scene.found('bare-iac', { bytes: Uint8Array.of(255) })
      else if (code === 'stray-se') scene.found('bare-se', { bytes: Uint8Array.of(255, 240) })
      else if (code === 'nameless-subnegotiation')
        scene.found('nameless-sb', { bytes: Uint8Array.of(255, 250, 255, 240) })
      else if (code === 'unterminated-subnegotiation') cut = 'unterminated-sb'
      else if (code === 'subnegotiation-too-large') cut = 'oversized-sb'
    },
    subnegotiation: ({ side, option, complete }, scene) => {
      if (side !== 'server' || complete || !cut) return
      scene.found(cut, { option })
      cut = undefined
    },
  }
}
