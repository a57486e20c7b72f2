import { Socket } from 'node:net'

type Done = (error?: Error | null) => void
type Chunks = Parameters<NonNullable<Socket['_writev']>>[0]

const failures = new WeakMap<Socket, Error>()

/** Why a socket no longer takes anything; undefined while it does. */
export const writeFailure = (socket: Socket): Error | undefined => failures.get(socket)

/**
 * Makes a failed write end only the writing. Node destroys a socket whose write fails, and with it what has come and is not
 * read yet: a game that says goodbye and resets the connection while somebody types would not be heard. From here on such a
 * failure is noted, later writes are dropped, and reading goes on to its end, which a dead connection soon reaches.
 */
export function keepLastWords(socket: Socket): void {
  // The two methods that Node's documentation has implementers of streams override. TLS sockets have those of plain ones.
  socket._write = write
  socket._writev = writev
}

function write(this: Socket, chunk: unknown, encoding: BufferEncoding, done: Done): void {
  if (failures.has(this)) done()
  else Socket.prototype._write.call(this, chunk, encoding, noting(this, done))
}

function writev(this: Socket, chunks: Chunks, done: Done): void {
  if (failures.has(this)) done()
  else Socket.prototype._writev?.call(this, chunks, noting(this, done))
}

const noting =
  (socket: Socket, done: Done): Done =>
  (error) => {
    if (error) failures.set(socket, error)
    done()
  }
