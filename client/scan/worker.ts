import '../../shared/telnet/with-zlib.ts'
import { SUBPROTOCOL } from '../../shared/wire/messages.ts'
import type { FromScan, ToScan } from './messages.ts'
import { ScanRun } from './run.ts'

/** What of a worker's surroundings is used here; the types of pages and of workers do not go together. */
interface Surroundings {
  onmessage: ((event: MessageEvent<ToScan>) => void) | null
  postMessage(message: FromScan): void
}
const surroundings = self as unknown as Surroundings

let run: ScanRun | undefined

surroundings.onmessage = ({ data }) => {
  switch (data.type) {
    case 'begin':
      run ??= new ScanRun(
        {
          open: () => new WebSocket(data.url, [SUBPROTOCOL]),
          now: () => performance.now(),
          after: (wait, then) => {
            const timer = setTimeout(then, wait)
            return () => clearTimeout(timer)
          },
          random: () => Math.random(),
          date: () => performance.timeOrigin + performance.now(),
        },
        data,
        (message) => surroundings.postMessage(message),
      )
      break
    case 'stop':
      run?.stop()
      break
    case 'log':
      surroundings.postMessage({ type: 'log', text: run?.log ?? '' })
      break
    case 'recording':
      surroundings.postMessage({ type: 'recording', text: run?.recording ?? '' })
  }
}
