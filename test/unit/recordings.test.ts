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

describe.runIf(recordingsPresent())('the options of a recording', () => {
  const options = (name: string): FoldReport['options'] => foldReport(readRecording(name).entries).options

  it('end as the two agreed, whoever played', () => {
    expect(options('telnetd-linemode-inetutils-telnet')).toMatchObject({
      ECHO: { server: 'off' },
      SGA: { server: 'on' },
      LINEMODE: { client: 'on' },
      BINARY: { client: 'on' },
      XDISPLOC: { client: 'refused-by-us' },
    })
    expect(options('ranvier-tintin')).toMatchObject({ EOR: { server: 'on', client: 'none' } })
    expect(options('coffeemud-node-silent')).toMatchObject({
      TTYPE: { client: 'offered' },
      MCCP2: { server: 'offered' },
    })
    expect(options('coffeemud-inetutils-telnet')).toMatchObject({
      MCCP2: { server: 'refused-by-us' },
      SGA: { server: 'refused-by-them' },
      LINEMODE: { client: 'off' },
    })
  })
})

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
