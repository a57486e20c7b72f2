import { TelnetInput } from 'telnet-stream'
import { DO, DONT, WILL, WONT } from '../../shared/telnet/codes.ts'
import { FrameParser, type FrameSink } from '../../shared/telnet/frames.ts'
import { EventStream } from './events.ts'

/** What most reads of a socket bring at the most. */
export const CHUNK = 4096

/** One parser in the race. */
export interface Contender {
  readonly name: string
  /** CPU seconds for going over corpus number `index` so often. */
  time(index: number, passes: number): Promise<number>
  /** Ends what was started for it. */
  stop(): void
}

/** Looks at each frame just enough that nothing can be left out: lengths and codes. */
class Counter implements FrameSink {
  sum = 0

  text(_bytes: Uint8Array, start: number, end: number): void {
    this.sum += end - start
  }

  command(code: number): void {
    this.sum += code
  }

  negotiate(_verb: number, option: number): void {
    this.sum += option
  }

  subnegotiation(option: number, _bytes: Uint8Array, start: number, end: number): boolean {
    this.sum += option + end - start
    return false
  }

  fault(): void {
    this.sum++
  }
}

const chunksOf = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, i) =>
    bytes.subarray(i * CHUNK, (i + 1) * CHUNK),
  )

async function cpuSeconds(work: () => Promise<void> | void): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

function parse(chunks: readonly Uint8Array[], sink: FrameSink): void {
  const parser = new FrameParser()
  for (const chunk of chunks) parser.push(chunk, 0, sink)
  parser.close(sink)
}

/** Our `FrameParser`. */
export function ours(corpora: readonly Uint8Array[]): Contender {
  const chunked = corpora.map(chunksOf)
  return {
    name: 'willdo',
    time(index, passes) {
      const counter = new Counter()
      return cpuSeconds(() => {
        for (let pass = 0; pass < passes; pass++) parse(chunked[index] ?? [], counter)
        if (counter.sum === 0) throw new Error('nothing was parsed')
      })
    },
    stop() {},
  }
}

/** The hash of all that our parser sees in order, and of data and of the rest apart. */
export function ourHashes(bytes: Uint8Array): Hashes & { readonly all: string } {
  const [all, data, rest] = [new EventStream(), new EventStream(), new EventStream()]
  const sink: FrameSink = {
    text(bytes, start, end) {
      all.text(bytes, start, end)
      data.text(bytes, start, end)
    },
    command(code) {
      all.command(code)
      rest.command(code)
    },
    negotiate(verb, option) {
      all.negotiate(verb, option)
      rest.negotiate(verb, option)
    },
    subnegotiation(option, bytes, start, end) {
      all.subnegotiation(option, bytes, start, end)
      return rest.subnegotiation(option, bytes, start, end)
    },
    fault: (code) => all.fault(code),
  }
  parse(chunksOf(bytes), sink)
  return { all: all.hash(), data: data.hash(), rest: rest.hash() }
}

/** The npm package `telnet-stream`, as it is meant to be used: a stream with listeners. */
export function telnetStream(corpora: readonly Uint8Array[]): Contender {
  const chunked = corpora.map(chunksOf)
  return {
    name: 'telnet-stream',
    time(index, passes) {
      const counter = new Counter()
      return cpuSeconds(async () => {
        for (let pass = 0; pass < passes; pass++) await stream(chunked[index] ?? [], counter)
        if (counter.sum === 0) throw new Error('nothing was parsed')
      })
    },
    stop() {},
  }
}

/** Hashes of the data and of everything else: all of telnet-stream's output that can be compared. */
export interface Hashes {
  readonly data: string
  readonly rest: string
}

/**
 * telnet-stream gives events while it reads a chunk and the chunk's data behind it, so that their order is lost; only the
 * two by themselves can be compared.
 */
export async function telnetStreamHashes(bytes: Uint8Array): Promise<Hashes> {
  const [data, rest] = [new EventStream(), new EventStream()]
  await stream(chunksOf(bytes), {
    text: (bytes, start, end) => data.text(bytes, start, end),
    command: (code) => rest.command(code),
    negotiate: (verb, option) => rest.negotiate(verb, option),
    subnegotiation: (option, bytes, start, end) => rest.subnegotiation(option, bytes, start, end),
    fault: (code) => rest.fault(code),
  })
  return { data: data.hash(), rest: rest.hash() }
}

function stream(chunks: readonly Uint8Array[], sink: FrameSink): Promise<void> {
  return new Promise((resolve, reject) => {
    const input = new TelnetInput()
    input.on('data', (bytes: Uint8Array) => sink.text(bytes, 0, bytes.length))
    input.on('command', (code: number) => sink.command(code))
    input.on('will', (option: number) => sink.negotiate(WILL, option))
    input.on('wont', (option: number) => sink.negotiate(WONT, option))
    input.on('do', (option: number) => sink.negotiate(DO, option))
    input.on('dont', (option: number) => sink.negotiate(DONT, option))
    input.on('sub', (option: number, bytes: Uint8Array) =>
      sink.subnegotiation(option, bytes, 0, bytes.length, true),
    )
    input.on('end', resolve)
    input.on('error', reject)
    for (const chunk of chunks) input.write(chunk)
    input.end()
  })
}
