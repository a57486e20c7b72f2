// The relay that most people write: what comes is sent on, and nothing holds anything back.
import { connect } from 'node:net'
import { WebSocketServer } from 'ws'

const gamePort = Number(process.argv[2])
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () =>
  console.log(`port ${server.address().port}`),
)
server.on('connection', (client) => {
  const game = connect(gamePort, '127.0.0.1')
  game.setNoDelay(true)
  game.on('data', (bytes) => client.send(bytes))
  game.on('close', () => client.close())
  game.on('error', () => undefined)
  client.on('message', (bytes) => game.write(bytes))
  client.on('close', () => game.destroy())
  client.on('error', () => undefined)
})
