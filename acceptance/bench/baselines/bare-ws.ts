// A room of bare `ws`: each message is sent to every socket.
import { WebSocketServer } from 'ws';
import { announce } from './announce.ts';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    for (const member of server.clients) member.send(text);
  });
});
server.on('listening', () => announce(server.address()));
