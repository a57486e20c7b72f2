import { createSocket } from 'node:dgram'
import { promises as dns } from 'node:dns'
import { once } from 'node:events'
import ipaddr from 'ipaddr.js'
import { createResolve } from '../../proxy/resolve.ts'
import type { Resolve } from '../../proxy/resolve.ts'

/** What a name has: addresses, another name, an error code of RFC 1035 section 4.1.1, or nothing to say at all. */
export type Answer = readonly string[] | { readonly cname: string } | { readonly error: number } | 'silence'
export type Zone = ReadonlyMap<string, Answer>

/** What a name has at its nth question; undefined: there is no such name. */
type ZoneOf = (name: string, turn: number) => Answer | undefined

const TYPE = { 1: 'A', 5: 'CNAME', 28: 'AAAA' } as const

const unknownToSystem = (name: string): ReturnType<Resolve> =>
  Promise.reject(Object.assign(new Error(`${name} is not known`), { code: 'ENOTFOUND' }))

/** A small DNS server on loopback. `turns` counts the questions for each name; a name may answer differently each turn. */
export class DnsServer {
  readonly port: number
  readonly #socket: ReturnType<typeof createSocket>
  /** How often each name was asked for, A and AAAA together. */
  readonly asked = new Map<string, number>()

  private constructor(socket: ReturnType<typeof createSocket>) {
    this.#socket = socket
    this.port = socket.address().port
  }

  static async start(zoneOf: ZoneOf): Promise<DnsServer> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const server = new DnsServer(socket)
    socket.on('message', (query, from) => {
      const answer = server.#answer(query, zoneOf)
      if (answer) socket.send(answer, from.port, from.address)
    })
    return server
  }

  /** The proxy's own resolver, asking this server and, for what it does not know, `system`. */
  resolver(timeout = 1000, system = unknownToSystem): Resolve {
    const resolver = new dns.Resolver({ timeout, tries: 1 })
    resolver.setServers([`127.0.0.1:${this.port}`])
    return createResolve(() => resolver, system)
  }

  async close(): Promise<void> {
    this.#socket.close()
    await once(this.#socket, 'close')
  }

  #answer(query: Buffer, zoneOf: ZoneOf): Buffer | undefined {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
      at += length + 1
    }
    const end = at + 5
    const type = TYPE[query.readUInt16BE(at + 1) as keyof typeof TYPE]
    let name = labels.join('.')
    const turn = this.asked.get(name) ?? 0
    this.asked.set(name, turn + 1)
    const records: Buffer[] = []
    let error = 0
    let zone = zoneOf(name, Math.floor(turn / 2))
    for (let hops = 0; zone && typeof zone === 'object' && 'cname' in zone && hops < 8; hops++) {
      records.push(record(name, 5, encodeName(zone.cname)))
      name = zone.cname
      zone = zoneOf(name, Math.floor(turn / 2))
    }
    if (zone === 'silence') return undefined
    if (zone === undefined) error = 3
    else if ('error' in zone) error = zone.error
    else if (Array.isArray(zone)) {
      for (const address of zone as readonly string[]) {
        const parsed = ipaddr.parse(address)
        const isWanted = parsed.kind() === (type === 'AAAA' ? 'ipv6' : 'ipv4')
        if (isWanted) records.push(record(name, type === 'AAAA' ? 28 : 1, Buffer.from(parsed.toByteArray())))
      }
    }
    const header = Buffer.from(query.subarray(0, 12))
    header.writeUInt16BE(0x8180 | error, 2)
    header.writeUInt16BE(records.length, 6)
    header.writeUInt16BE(0, 8)
    header.writeUInt16BE(0, 10)
    return Buffer.concat([header, query.subarray(12, end), ...records])
  }
}

function record(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(0, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([encodeName(name), fixed, data])
}

const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'latin1')])),
    Buffer.of(0),
  ])
