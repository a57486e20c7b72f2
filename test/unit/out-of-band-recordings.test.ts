import { describe, expect, it } from 'vitest'
import type { GmcpFacts } from '../../shared/options/gmcp.ts'
import type { LatestFacts } from '../../shared/options/latest.ts'
import type { Mssp } from '../../shared/options/mssp.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { readRecording, recordingsPresent } from '../helpers/recordings.ts'

interface Shown {
  /** Messages of the server, and under how many names. */
  readonly gmcp: string
  readonly msdp: string
  readonly mssp: number
  /** Lines of channels. */
  readonly said: number
  readonly faults: readonly string[]
}

const COFFEEMUD = ['server not-agreed 24', 'server wrong-way 31']

/** What each server says out of band; the faults are its own, or those of the client that was recorded. */
const SHOWN: Readonly<Record<string, Shown>> = {
  'coffeemud-tintin-mccp2-full': {
    gmcp: '105 in 18',
    msdp: '84 in 6',
    mssp: 35,
    said: 3,
    faults: COFFEEMUD,
  },
  'coffeemud-node-plain-gmcp-msdp-mxp': {
    gmcp: '39 in 15',
    msdp: '21 in 4',
    mssp: 35,
    said: 2,
    faults: COFFEEMUD,
  },
  // Its client spoke GMCP to a server that has none.
  'tbamud-tintin-msdp': {
    gmcp: '0 in 0',
    msdp: '16 in 12',
    mssp: 4,
    said: 0,
    faults: ['client not-agreed 201'],
  },
  'fluffos-tintin-mccp2': { gmcp: '0 in 0', msdp: '0 in 0', mssp: 3, said: 0, faults: [] },
  'pennmush-tintin': { gmcp: '1 in 1', msdp: '0 in 0', mssp: 10, said: 0, faults: [] },
}

const OUT_OF_BAND: readonly number[] = [TELOPT.GMCP, TELOPT.MSDP, TELOPT.MSSP, TELOPT.CHARSET]

describe.runIf(recordingsPresent())('what a real server says out of band', () => {
  for (const [name, shown] of Object.entries(SHOWN)) {
    it(`${name}: GMCP ${shown.gmcp} packages, MSDP ${shown.msdp} variables, all of it read`, () => {
      const timeline = new Timeline()
      const faults: string[] = []
      for (const entry of readRecording(name).entries) {
        for (const event of timeline.append(entry).events) {
          if (event.kind === 'fault') faults.push(`${event.side} ${event.code} ${event.option ?? ''}`)
          if (event.kind === 'subnegotiation' && OUT_OF_BAND.includes(event.option))
            expect(event.message).toBeDefined()
        }
      }
      const { facts } = timeline.state
      const gmcp = facts[TELOPT.GMCP] as GmcpFacts
      const msdp = facts[TELOPT.MSDP] as LatestFacts
      const countOf = ({ messages, packages }: LatestFacts): string => `${messages} in ${packages.size}`
      expect({
        gmcp: countOf(gmcp),
        msdp: countOf(msdp),
        mssp: (facts[TELOPT.MSSP] as Mssp | null)?.variables.length ?? 0,
        said: gmcp.saidCount,
        faults,
      }).toEqual(shown)
      for (const { body } of msdp.packages.values()) expect(() => void JSON.parse(body ?? '')).not.toThrow()
    })
  }
})
