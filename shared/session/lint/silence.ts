import type { Side } from '../events.ts'
import { ANSWER_WITHIN } from '../option-rows.ts'
import { sideKey } from './known.ts'
import type { Subject, Watch } from './watch.ts'

/** Requests of ours that the server leaves without an answer (RFC 854). */
export function silence(): Watch {
  const open = new Map<number, { option: number; performer: Side; subject: Subject }>()
  return {
    negotiate: ({ side, option, performer, after }, { event, row, entry, offset, at }) => {
      const key = sideKey(option, performer)
      if (side === 'server' || !after.startsWith('want')) open.delete(key)
      else if (!open.has(key))
        open.set(key, { option, performer, subject: { event, row, entry, offset, at } })
    },
    passed: (now, found) => {
      for (const [key, { option, subject }] of open) {
        // They were asked in this order.
        if (now - subject.at < ANSWER_WITHIN) break
        open.delete(key)
        found('never-answered', { option, subject })
      }
    },
    close: () => open.clear(),
    gap: () => open.clear(),
  }
}
