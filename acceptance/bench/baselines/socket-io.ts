// A room of Socket.IO: each command is sent to every member of the room.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { announce } from './announce.ts';

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
io.on('connection', async (socket) => {
  await socket.join('room');
  socket.on('command', (message: unknown) => io.to('room').emit('timeline', message));
});
http.listen(0, '127.0.0.1', () => announce(http.address()));
