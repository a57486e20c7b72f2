import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { serializeEntry, serializeHeader } from '../../shared/recording/format.ts'
import { scanSettings } from '../../shared/fingerprint/settings.ts'
import type { Entry, Origin } from '../../shared/session/entry.ts'
import { ScanGame } from './scan-game.ts'

/** What the recordings made here begin with. */
export const HEADER = {
  willdo: 1,
  engine: '0.1.0',
  host: 'mud.example',
  port: 4000,
  tls: false,
  started: '2026-11-24T12:00:00.000Z',
} as const

/** Bytes from the server, a character each. */
export const from = (at: number, bytes: string): Entry => ({
  kind: 'in',
  at: millis(at),
  bytes: latin1(bytes),
})
/** Bytes to the server. */
export const to = (at: number, bytes: string, by: Origin): Entry => ({
  kind: 'out',
  at: millis(at),
  bytes: latin1(bytes),
  from: by,
})
/** The proxy's word about where the server is. */
export const WHERE: Entry = {
  kind: 'message',
  at: millis(0),
  message: { type: 'opened', address: '192.0.2.7', country: 'NO' },
}
export const textOf = (entries: readonly Entry[]): string =>
  serializeHeader(HEADER) + entries.map(serializeEntry).join('')

/** A visit: GMCP and MSSP agreed, MSDP refused, NAWS not answered; a name, and a word that nobody is to see. */
export const VISIT: readonly Entry[] = [
  WHERE,
  from(10, '\xff\xfb\xc9\xff\xfb\x46\xff\xfb\x45Hello, traveller.\r\nYour name: '),
  to(20, '\xff\xfd\xc9\xff\xfd\x46\xff\xfe\x45\xff\xfb\x1f', 'engine'),
  from(
    30,
    '\xff\xfa\x46\x01NAME\x02The Mud\x01MSDP\x021\x01PORT\x024000\x024001\x01WEBSITE\x02https://mud.example/\xff\xf0',
  ),
  to(4000, 'Frodo\r\n', 'user'),
  from(4100, 'Frodo! Password: \xff\xfb\x01'),
  to(4200, '\xff\xfd\x01', 'engine'),
  to(6000, '******\r\n', 'user'),
  from(61_000, 'mellon? Welcome.\r\n'),
]

/** A scan, made without a network. */
export function madeScan(): ScanGame {
  const game = ScanGame.sim({ connect: [{ text: 'Welcome.\r\n> ' }] }, scanSettings('tool'))
  game.run()
  return game
}
