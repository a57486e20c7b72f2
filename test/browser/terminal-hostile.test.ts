import { expect, it } from 'vitest'
import { startGame } from '../helpers/page-game.ts'
import { connectTo, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite()

const MIB = 1024 * 1024

/** What a terminal may be sent that is meant to hurt it, each followed by a line that must be shown. */
const BOMBS: readonly (readonly [string, string])[] = [
  ['ten megabytes without a line end', 'x'.repeat(10 * MIB)],
  ['a repeat of 2 billion', `x\x1b[2147483647b`.repeat(50)],
  [
    'inserts, deletes and scrolls of 2 billion',
    '\x1b[2147483647@\x1b[2147483647L\x1b[2147483647S\x1b[2147483647X\x1b[2147483647P'.repeat(50),
  ],
  [
    'tabs and cursor moves of 2 billion',
    '\x1b[2147483647I\x1b[2147483647B\x1b[2147483647C\x1b[2147483647;2147483647H'.repeat(200),
  ],
  ['nothing but bells', '\x07'.repeat(MIB)],
  ['a title of a megabyte without an end', `\x1b]0;${'t'.repeat(MIB)}`],
  ['a thousand titles', '\x1b]0;a\x07'.repeat(1000)],
  ['a device control string without an end', `\x1bP${'q'.repeat(MIB)}`],
  ['invalid UTF-8', '\xff\xff\xfe\xc3\x28\xa0\xa1\xed\xa0\x80\xf8\x88'.repeat(10_000)],
  ['a thousand combining marks', 'z' + Buffer.from('\u0301'.repeat(1000)).toString('latin1')],
  ['ten thousand links', '\x1b]8;;http://a.example/\x07x\x1b]8;;\x07'.repeat(10_000)],
  ['resets and screen switches', '\x1bc\x1b[?1049h\x1b[?1049l'.repeat(500)],
]

it.each(BOMBS)('goes on after %s', async (_name, bomb) => {
  // CAN ends a string that would go on; the line feed ends the line.
  const game = await startGame((player) => player.send(`${bomb}\x18\x1b\\\r\n\x1b[0mstill here\r\n> `))
  const { page, problems, close } = await site.open()
  await connectTo(page, `127.0.0.1 ${game.port}`)
  await untilShown(page, 'still here')
  await page.getByLabel('Line to send').fill('look')
  await page.keyboard.press('Enter')
  await (await game.player(0)).until('look\r\n')
  expect(problems).toEqual([])
  await close()
  await game.close()
})
