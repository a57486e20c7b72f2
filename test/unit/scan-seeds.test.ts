import { describe, expect, it } from 'vitest'
import { concat } from '../../shared/base/bytes.ts'
import { BURST, logName } from '../../shared/fingerprint/names.ts'
import { scanOutcome } from '../../shared/fingerprint/outcome.ts'
import { foldScan } from '../../shared/fingerprint/scan.ts'
import { scanSettings } from '../../shared/fingerprint/settings.ts'
import { encodeVerb } from '../../shared/telnet/encode.ts'
import type { Verb } from '../../shared/telnet/codes.ts'
import { ScanGame } from '../helpers/scan-game.ts'
import { SeedServer, seeds, type Seed } from '../helpers/seed-server.ts'

const WRITES = 2 * BURST.length

/** The burst in the order that the log shows: the reference's is random. */
function burstOf({ messages }: Seed): Uint8Array {
  const sent = messages.flatMap((message) => {
    const [, verb, name] = /^send IAC (WILL|DO) (\S+)$/.exec(message) ?? []
    const option = BURST.find((code) => logName(code) === name)
    return option === undefined ? [] : [encodeVerb(verb as Verb, option)]
  })
  return concat(sent.slice(0, WRITES))
}

describe.each(seeds().map((seed) => [seed.messages[0], seed] as const))('%s', (_title, seed) => {
  const theirs = seed.record['server-probe']
  const identity = seed.record.sessions[0]

  it('is scanned to the fingerprint and the log that the census has', () => {
    if (!identity) throw new Error('no session')
    const game = new ScanGame(scanSettings('census'), (clock, link) => new SeedServer(seed, clock, link))
    const live = game.run()
    if (!live.ok) throw new Error(live.message)
    expect(live.record['server-probe'].fingerprint).toBe(theirs.fingerprint)
    const { option_states: states, mssp } = live.record['server-probe'].session_data
    expect(states).toEqual(theirs.session_data.option_states)
    expect(mssp).toEqual(theirs.session_data.mssp)

    let first = true
    const entries = game.entries.map((entry) => {
      if (entry.kind !== 'out' || !first) return entry
      first = false
      return { ...entry, bytes: burstOf(seed) }
    })
    const scan = foldScan(entries)
    const { log } = scan ? scanOutcome(scan, identity) : { log: [] }
    // The page cut the last line of the last log.
    expect(log.slice(0, seed.messages.length)).toEqual(seed.messages)
    expect(log.length - seed.messages.length).toBeLessThanOrEqual(1)
  })
})
