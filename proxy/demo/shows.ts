import { latin1 } from '../../shared/base/bytes.ts'
import { artBytes } from './art.ts'
import { colourCharts, gradient } from './banner.ts'
import type { Command } from './command.ts'
import type { Visitor } from './visitor.ts'

const BEL = '\x07'
const ST = '\x1b\\'

export const SHOWS: readonly Command[] = [
  { names: ['colours', 'colors'], help: 'the 16 and the 256 colours', run: colours },
  { names: ['truecolour'], help: 'a picture in 16 million colours', run: truecolour },
  { names: ['art'], help: 'a picture in the bytes of CP437, as a BBS sends it', run: art },
  { names: ['links'], help: 'links one can click (OSC 8)', run: links },
  { names: ['title'], help: 'title [words]: what the window is called (OSC 0 and 2)', run: title },
  { names: ['bell'], help: 'ring the bell', run: bell },
]

const lines = (texts: readonly string[]): string => texts.map((text) => text + '\r\n').join('')

function colours(visitor: Visitor): void {
  visitor.write(colourCharts(visitor.width))
}

function truecolour(visitor: Visitor): void {
  visitor.write(lines(gradient(visitor.width)))
}

function art(visitor: Visitor): void {
  visitor.print(
    'What follows is not UTF-8 but CP437, the bytes of a BBS. Set the encoding to CP437 to see a lighthouse and boxes.',
  )
  visitor.writeBytes(artBytes())
  visitor.print('Here the text is as before.')
}

function links(visitor: Visitor): void {
  const link = (address: string, words: string, params = ''): string =>
    `\x1b]8;${params};${address}${ST}\x1b[4m${words}\x1b[24m\x1b]8;;${ST}`
  visitor.write(
    lines([
      `The protocol of all this: ${link('https://www.rfc-editor.org/rfc/rfc854', 'RFC 854')}.`,
      `A plain one: ${link('http://example.org/', 'example.org')}.`,
      `One link in two pieces: ${link('https://example.org/two', 'first', 'id=two')}`,
      `                and its ${link('https://example.org/two', 'second', 'id=two')}.`,
      `One that types for you where that is known: ${link('send:look', 'look')}.`,
      'An address without a link: https://example.org/plain',
    ]),
  )
}

function title(visitor: Visitor, rest: string): void {
  const words = rest === '' ? `willdo demo: ${visitor.room.name}` : rest
  // Both ways to end it are in use: BEL and ST.
  visitor.write(`\x1b]0;${words}${BEL}\x1b]2;${words}${ST}`)
  visitor.print(`The window may now be called: ${words}`)
}

function bell(visitor: Visitor): void {
  visitor.writeBytes(latin1(BEL))
  visitor.print('The brass bell rings once.')
}
