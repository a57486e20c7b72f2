import { describe, expect, it } from 'vitest'
import { foldReport } from '../../shared/recording/report.ts'
import { random, recut } from '../helpers/cut.ts'
import { expectedCounts, readRecording, recordingsPresent } from '../helpers/recordings.ts'

/** CoffeeMud's way, whoever plays: LF CR, the type asked for before it is agreed, NAWS offered, WONT ECHO unasked. */
const COFFEEMUD = ['lf-cr', 'sb-before-agreed TTYPE', 'wrong-way NAWS', 'off-already ECHO']
/** It answers refusals, and offers MXP and MSP to everybody once more after the password. */
const COFFEEMUD_REFUSED = [...COFFEEMUD, 'answers-refusal', 'asks-after-no MXP MSP', 'bare-lf']

/** What is said of each server. Every one of these is what that server really does; of the others there is nothing to say. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'busybox-telnetd-inetutils-telnet': ['asks-client-echo ECHO', 'bare-cr'],
  'coffeemud-inetutils-telnet': COFFEEMUD_REFUSED,
  'coffeemud-node-mccp2-off-on': [...COFFEEMUD_REFUSED, 'compression-no-end MCCP2'],
  'coffeemud-node-mcp21': COFFEEMUD_REFUSED,
  'coffeemud-node-naws-dontwill': COFFEEMUD_REFUSED,
  'coffeemud-node-plain-gmcp-msdp-mxp': [
    ...COFFEEMUD,
    'answers-refusal MCCP2',
    'bare-lf',
    'gmcp-no-package GMCP',
  ],
  'coffeemud-node-silent': [...COFFEEMUD, 'asks-twice MXP MSP'],
  'coffeemud-tintin-mccp2-full': [...COFFEEMUD, 'bare-lf', 'gmcp-no-package GMCP'],
  'enigma-inetutils-telnet': ['off-already ECHO', 'environ-no-names NEW_ENVIRON'],
  // A first line that ends in LF, WONT ECHO twice behind each password, prompts without the EOR that was agreed.
  'ranvier-tintin': ['bare-lf', 'off-already ECHO', 'eor-unused EOR'],
  'tbamud-tintin-msdp': ['charset-role CHARSET'],
  // The old trick of asking whether the client would echo.
  'telnetd-linemode-inetutils-telnet': ['asks-client-echo ECHO'],
  'telnetd-ssl-plain-inetutils-telnet': ['asks-client-echo ECHO'],
  'scan-coffeemud': [...COFFEEMUD, 'answers-refusal NAWS', 'bare-lf'],
  // Both leave requests about options they do not know without an answer.
  'scan-ldmud': ['never-answered MCCP2'],
  'scan-ranvier': ['bare-lf', 'never-answered'],
  'scan-telnetd-linemode': ['asks-client-echo ECHO'],
  'scan-telnetd-ssl': ['asks-client-echo ECHO'],
}

describe.runIf(recordingsPresent())('the lints of a real server', () => {
  for (const name of Object.keys(recordingsPresent() ? expectedCounts() : {})) {
    const said = SAID[name] ?? []
    it(`${name}: ${said.length === 0 ? 'none' : said.join(', ')}`, () => {
      const { entries } = readRecording(name)
      const { lints } = foldReport(entries)
      // Where none is named the options are those that the client refused or asked about.
      const known = new Map(said.map((line) => line.split(' ')).map(([code = '', ...rest]) => [code, rest]))
      const seen = lints.map(({ code, options }) =>
        known.get(code)?.length === 0 ? code : [code, ...options].join(' '),
      )
      expect(seen.sort()).toEqual([...said].sort())
      expect(foldReport(recut(entries, 1)).lints).toEqual(lints)
      expect(foldReport(recut(entries, random(3))).lints).toEqual(lints)
    })
  }
})
