import type { Socket } from 'node:net'

const failures = new WeakMap<Socket, Error>()

/**
 * Makes a failed write end only the writing. Node destroys a socket whose write fails, and with it what has come and is not
 * read yet: a game that says goodbye and resets the connection while somebody types would not be heard. From here on such a
 * failure is noted, later writes are dropped, and reading goes on to its end, which a dead connection soon reaches.
 */
export function keepLastWords(socket: Socket): void {
  type Done = (error?: Error | null) => void
  const guard =
    <Chunk>(write: (chunk: Chunk, done: Done) => void) =>
    (chunk: Chunk, done: Done): void => {
      if (failures.has(socket)) done()
      else
        write(chunk, (error) => {
          if (error) failures.set(socket, error)
          done()
        })
    }
  // The two methods that Node's documentation has stream implementers override.
  const write = socket._write.bind(socket)
  const writev = socket._writev?.bind(socket)
  const one = guard<[unknown, BufferEncoding]>(([chunk, encoding], done) => write(chunk, encoding, done))
  socket._write = (chunk, encoding, done) => one([chunk, encoding], done)
  if (writev) socket._writev = guard(writev)
}

/** Why a socket no longer takes anything; undefined while it does. */
export const writeFailure = (socket: Socket): Error | undefined => failures.get(socket)
