import { provideZlib } from '../../shared/telnet/zlib.ts'

/** Loads what reads and makes compressed streams: some games need it soon, and none before it has said so. */
export async function loadZlib(): Promise<void> {
  const { ZLIB } = await import('../../shared/telnet/with-zlib.ts')
  provideZlib(ZLIB)
}
