import { describe, expect, it } from 'vitest'
import { openRecording } from '../../client/report/recordings.ts'
import { lastedText, playedLine } from '../../client/report/words.ts'
import { byOutcome, optionLines } from '../../client/report/negotiated.ts'
import { millis } from '../../shared/base/brands.ts'
import { playedFacts, recordedGame } from '../../shared/fingerprint/played.ts'
import { logText } from '../../shared/fingerprint/log-lines.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { from, HEADER, madeScan, textOf, to, VISIT, WHERE } from '../helpers/made-recordings.ts'

const recording = (...entries: Entry[]) => ({ header: HEADER, entries, truncated: false })

describe('a game that was played', () => {
  const played = recordedGame(recording(...VISIT))

  it('greets with what came before anybody typed, and with nothing of what came later', () => {
    const greeting = String.fromCharCode(...(played.greeting ?? []))
    expect(greeting).toBe('Hello, traveller.\r\nYour name: ')
    const all = JSON.stringify([
      { ...played, greeting },
      playedFacts(played, greeting, 'utf-8'),
      optionLines(played.options),
    ])
    for (const typed of ['Frodo', 'mellon', '****']) expect(all).not.toContain(typed)
  })

  it('has no greeting where a person typed first, or where the beginning is lost', () => {
    const typed = recordedGame(recording(to(1, '\x1b', 'user'), from(2, 'You pressed ESC.\r\n')))
    expect(typed.greeting).toEqual(new Uint8Array())
    const lost = recordedGame(
      recording({ kind: 'gap', at: millis(0), lost: 90_000 }, from(1, 'An old game.\r\n')),
    )
    expect(lost.greeting).toBeUndefined()
  })

  it('tells of each option what became of it, those agreed first', () => {
    expect(optionLines(played.options)).toEqual([
      'GMCP: server agreed, client not mentioned',
      'MSSP: server agreed, client not mentioned',
      'ECHO: server agreed, client not mentioned',
      'MSDP: server refused by willdo, client not mentioned',
      'NAWS: server not mentioned, client not answered',
    ])
    expect(byOutcome(played.options)).toHaveLength(5)
  })

  it('becomes the page of its server, with where it is', () => {
    const facts = playedFacts(played, '', 'utf-8', { letters: 'NO', name: 'Norway' })
    expect(facts).toMatchObject({ title: 'The Mud (mud.example:4000)', ip: '192.0.2.7' })
    expect(played.country).toBe('NO')
    expect(facts.urls.map(({ address }) => address)).toEqual([
      'telnet://mud.example:4000',
      'https://mud.example/',
    ])
    const protocols = Object.fromEntries(facts.protocols.map((row) => [row.name, [row.text, row.measured]]))
    expect(protocols).toMatchObject({
      MSSP: ['Yes (MSSP)', 'negotiated'],
      GMCP: ['Negotiated', 'negotiated'],
      MSDP: ['Yes (MSSP)', 'declined'],
      MXP: ['No', 'unseen'],
    })
    const over = playedFacts(recordedGame({ ...recording(), header: { ...HEADER, tls: true } }), '', '')
    expect(over.urls.map(({ address }) => address)).toEqual(['telnets://mud.example:4000'])
  })

  it('says when it was, and for how long', () => {
    expect(playedLine(played, { kind: 'file', name: 'a.willdo.jsonl' })).toBe(
      'Played on 2026-11-24 at 12:00 UTC for 1 minute. Opened from the file a.willdo.jsonl.',
    )
    expect(playedLine(played, { kind: 'here' })).toMatch(/^Being played here since .*12:00 UTC\./)
    expect([1000, 42_000, 3_599_000, 3_600_000, 7_260_000].map(lastedText)).toEqual([
      '1 second',
      '42 seconds',
      '1 hour',
      '1 hour',
      '2 hours and 1 minute',
    ])
  })
})

describe('a recording that is opened', () => {
  it('of a game is that game, and is saved again as it came', async () => {
    const text = textOf(VISIT)
    const opened = await openRecording('visit.willdo.jsonl', text)
    if (!('game' in opened)) throw new Error('no game')
    expect(opened.game.greeting).toContain('Hello, traveller.')
    expect(opened.game.recording().join('')).toBe(text)
    expect(opened.game.notes).toEqual([])
    const cut = await openRecording('visit.willdo.jsonl', text.slice(0, -5))
    expect('game' in cut && cut.game.notes).toHaveLength(1)
  })

  it('of a scan is its record, log and account, measured when its header says', async () => {
    const game = madeScan()
    const live = game.outcome
    if (!live.ok) throw new Error(live.message)
    const text = textOf([WHERE, ...game.entries])
    const opened = await openRecording('scan.willdo.jsonl', text)
    if (!('scan' in opened)) throw new Error('no scan')
    const { record, own, log, country } = opened.scan.scanned
    expect(record['server-probe']).toEqual(live.record['server-probe'])
    expect(own).toEqual(live.own)
    expect(country).toBe('NO')
    expect(log).toContain('Connected to <Peer 192.0.2.7 4000>')
    expect(log?.split('\n')).toHaveLength(live.log.map(logText).length)
    expect(record.sessions).toHaveLength(1)
    expect(record.sessions[0]).toMatchObject({ host: 'mud.example', ip: '192.0.2.7', port: 4000 })
    expect(record.sessions[0]?.connected).toMatch(/^2026-11-24T12:00:/)
    expect(opened.scan.recording).toBe(text)
  })

  it('that cannot be read is a sentence', async () => {
    for (const [text, said] of [
      [
        '{"willdo":1}\n[0,"<","AAAA"]\nnonsense\n[1,".","ended"]\n',
        /^x: Line 3 of the recording is not JSON\./,
      ],
      ['{"willdo":2}\n', /^x: Line 1 .* version 2/],
      [textOf([to(0, '\xff\xfb\xc9\xff\xfd\xc9', 'scan')]), /^x holds a scan without a fingerprint\. /],
    ] as const) {
      const opened = await openRecording('x', text)
      expect('problem' in opened && opened.problem).toMatch(said)
    }
  })
})
