import { concat, latin1 } from '../../shared/base/bytes.ts'
import { DO, DONT, GA, IAC, NOP, TELOPT, WILL, WONT } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'

/** Bytes of one kind of traffic, the same at each run. */
export interface Corpus {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Numbers in [0, below), the same for the same seed (a 32-bit xorshift by G. Marsaglia). */
function seeded(seed: number): (below: number) => number {
  let x = seed
  return (below) => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) % below
  }
}

type Random = ReturnType<typeof seeded>

const WORDS = (
  'a the of and in to you your here there stone lantern river gate market guard ferry north south east west old small ' +
  'narrow wooden smells of bread rain leads stands waits looks at carries something heavy quietly towards hill bridge'
).split(' ')

/** A line of words, 40 to 78 characters, one word in nine in colour. */
function line(random: Random): string {
  const length = 40 + random(39)
  let text = ''
  for (let seen = 0; seen < length;) {
    const word = WORDS[random(WORDS.length)] ?? ''
    text += random(9) === 0 ? `\x1b[1;3${random(8)}m${word}\x1b[0m ` : `${word} `
    seen += word.length + 1
  }
  return `${text}\r\n`
}

const GO_AHEAD = String.fromCharCode(IAC, GA)

/** What a MUD sends: a room or a fight, then a prompt and GA. */
function textAndGa(random: Random): Uint8Array {
  const lines = Array.from({ length: 2 + random(10) }, () => line(random)).join('')
  const prompt = `\x1b[32m${random(100)}hp \x1b[34m${random(100)}mv\x1b[0m> `
  return latin1(lines + prompt + GO_AHEAD)
}

/** 200 bytes of text, then a GMCP message. */
function textAndGmcp(random: Random): Uint8Array {
  let text = ''
  while (text.length < 200) text += line(random)
  const vitals = { hp: random(100), maxhp: 100, mv: random(100), maxmv: 100 }
  const room = {
    num: random(9999),
    name: line(random).replace(/[^ -~]/g, ''),
    exits: { n: random(9999), e: random(9999) },
  }
  const message =
    random(3) === 0 ? `Room.Info ${JSON.stringify(room)}` : `Char.Vitals ${JSON.stringify(vitals)}`
  return concat([latin1(text.slice(0, 200)), encodeSubnegotiation(TELOPT.GMCP, latin1(message))])
}

/** Almost nothing but commands: negotiation, GA and NOP, short subnegotiations, now and then a few letters. */
function dense(random: Random): Uint8Array {
  const kind = random(20)
  if (kind < 12) return Uint8Array.of(IAC, [WILL, WONT, DO, DONT][random(4)] ?? DO, random(50))
  if (kind < 16) return Uint8Array.of(IAC, random(2) ? GA : NOP)
  if (kind < 18) return encodeSubnegotiation(TELOPT.NAWS, Uint8Array.of(0, random(200), 0, random(100)))
  return latin1('ok, '.slice(0, 1 + random(4)))
}

/** CP437 art: block and line characters with colours, 5 % of it byte 255, which the wire doubles. */
function art(random: Random): Uint8Array {
  const out: number[] = []
  for (let i = 0; i < 80; i++) {
    if (random(20) === 0) out.push(IAC, IAC)
    else if (random(12) === 0) out.push(...latin1(`\x1b[3${random(8)}m`))
    else out.push(random(3) ? 176 + random(48) : 32)
  }
  out.push(13, 10)
  return Uint8Array.from(out)
}

const MAKERS: readonly (readonly [string, (random: Random) => Uint8Array])[] = [
  ['text + GA', textAndGa],
  ['GMCP each 200 B', textAndGmcp],
  ['dense commands', dense],
  ['CP437, 5 % 255', art],
]

/** The four corpora, each of `size` bytes or a little more. */
export function corpora(size: number): readonly Corpus[] {
  return MAKERS.map(([name, make], i) => {
    const random = seeded(0x2545f491 + i)
    const parts: Uint8Array[] = []
    for (let length = 0; length < size;) {
      const part = make(random)
      parts.push(part)
      length += part.length
    }
    return { name, bytes: concat(parts) }
  })
}
