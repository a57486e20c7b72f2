import { expect, it } from 'vitest'
import { transcript, type TranscriptSource } from '../../client/terminal/transcript.ts'

async function textOf(source: Partial<TranscriptSource>, now = (): number => 0): Promise<[string, number]> {
  let turns = 0
  let text = ''
  const parts = transcript(
    { title: 'mud.example 4000', cut: false, pieces: [], ...source },
    () => {
      turns++
      return Promise.resolve()
    },
    now,
  )
  for await (const part of parts) text += part
  return [text, turns]
}

it('keeps blank lines and the blanks that draw a map, and takes colours and cursor moves out', async () => {
  const pieces = [
    '\x1b[1;32mA room.\x1b[0m\r\n\r\n   +--',
    '+\r\n   |  |\r\n\x1b]0;title\x07Ex',
    'its: north\r\n> ',
  ]
  const [text] = await textOf({ pieces })
  expect(text).toBe('mud.example 4000\n\nA room.\n\n   +--+\n   |  |\nExits: north\n>\n')
})

it('says at the top that the beginning is missing', async () => {
  const [text] = await textOf({ cut: true, pieces: ['here\r\n'] })
  expect(text).toMatch(/^mud.example 4000\nThe beginning is missing: .*\n\nhere\n$/)
})

it('gives the page a turn now and then', async () => {
  let time = 0
  const [text, turns] = await textOf(
    { pieces: Array.from({ length: 100 }, () => 'line\r\n') },
    () => (time += 5),
  )
  expect(text.match(/line/g)).toHaveLength(100)
  expect(turns).toBeGreaterThan(10)
})

it('takes a line that never ends', async () => {
  const [text] = await textOf({ pieces: Array.from({ length: 100 }, () => 'x'.repeat(10_000)) })
  expect(text.replace(/[^x]/g, '').length).toBe(1_000_000 + 1)
})
