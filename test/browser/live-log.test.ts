import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startGame } from '../helpers/page-game.ts'
import { connectTo, expectAccessible } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite()

/** What a screen reader is told: the text of every node that is not ignored, the inspector's left out. */
async function spokenTexts(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const isInspector = (id: string | undefined): boolean => {
    const node = id === undefined ? undefined : byId.get(id)
    return node?.name?.value === 'Inspector' || (node !== undefined && isInspector(node.parentId))
  }
  return nodes
    .filter((node) => !node.ignored && node.role?.value === 'StaticText' && !isInspector(node.nodeId))
    .map((node) => String(node.name?.value))
}

describe('the game as a screen reader is given it', () => {
  it('has each line once, whatever colours, splits and rewrites it came with', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `Line ${i} of a long story.`)
    const game = await startGame(async (player) => {
      player.send('\x1b[1;31mA red dragon\x1b[0m sleeps here.\r\nA pro')
      await player.until('go\r\n')
      player.send('mpt that was split.\r\n')
      player.send(lines.map((line, i) => `\x1b[3${i % 8}m${line}\x1b[0m\r\n`).join(''))
      player.send('progress 1 %\rprogress 99 %\r\nDone> ')
    })
    const { page, problems, close } = await site.open()
    await connectTo(page, `127.0.0.1 ${game.port}`)
    const line = page.getByLabel('Line to send')
    await line.fill('go')
    await line.press('Enter')
    const log = page.getByRole('log', { name: 'Game text' })
    await log.getByText('Done>').waitFor({ state: 'attached' })
    const texts = await spokenTexts(page)
    for (const wanted of [
      'A red dragon sleeps here.',
      'A prompt that was split.',
      ...lines,
      'progress 99 %',
      'Done>',
    ])
      expect([wanted, texts.filter((text) => text.includes(wanted)).length]).toEqual([wanted, 1])
    expect(texts.some((text) => text.includes('\x1b'))).toBe(false)
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
    await game.close()
  })
})
