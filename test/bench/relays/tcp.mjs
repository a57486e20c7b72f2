// A plain pipe between two TCP connections.
import { connect, createServer } from 'node:net'

const gamePort = Number(process.argv[2])
const server = createServer({ noDelay: true }, (client) => {
  const game = connect({ port: gamePort, host: '127.0.0.1', noDelay: true })
  client.pipe(game).pipe(client)
  for (const [one, other] of [
    [client, game],
    [game, client],
  ]) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}).listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`))
