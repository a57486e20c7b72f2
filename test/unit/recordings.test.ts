import { describe, expect, it } from 'vitest'
import { foldReport, type FoldReport } from '../../shared/recording/report.ts'
import { random, recut } from '../helpers/cut.ts'
import { expectedCounts, readRecording, recordingsPresent, type Expected } from '../helpers/recordings.ts'

const counts = (report: FoldReport): Expected => ({
  ...report.bytes,
  mccp2Starts: report.mccp2.starts,
  mccp2Ends: report.mccp2.ends,
  mccp3Starts: report.mccp3.starts,
  negotiation: report.negotiation,
  subnegotiation: report.subnegotiation,
})

/**
 * CoffeeMud leaves its compressed stream after DONT MCCP2 with a raw FF FC 56 and no zlib end. The independent decoder
 * dropped the read at which its inflater failed; those three bytes are on the wire, and they say WONT MCCP2.
 */
function withRawWont(name: string, expected: Expected): Expected {
  if (name !== 'coffeemud-node-mccp2-off-on') return expected
  const negotiation = { ...expected.negotiation, 'server WONT MCCP2': 1 }
  return { ...expected, decodedIn: expected.decodedIn + 3, negotiation }
}

describe.runIf(recordingsPresent())('recordings of real servers', () => {
  for (const [name, expected] of Object.entries(recordingsPresent() ? expectedCounts() : {})) {
    const { entries } = readRecording(name)
    const whole = foldReport(entries)

    if (!('scan' in expected)) {
      it(`${name} folds to the counts of an independent decoder`, () => {
        expect(counts(whole)).toEqual(withRawWont(name, expected))
      })
    }
    it(`${name} folds the same byte by byte and in random pieces`, () => {
      expect(foldReport(recut(entries, 1))).toEqual(whole)
      expect(foldReport(recut(entries, random(7)))).toEqual(whole)
    })
  }
})
