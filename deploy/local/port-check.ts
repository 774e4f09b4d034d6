import { createServer } from 'node:net';
import { type PortName, type Ports, portVariable } from './ports.ts';

const owners: Record<PortName, string> = {
  auth: 'the auth service',
  music: 'the music service',
  notification: 'the notification service',
  web: 'the web page',
  music2: 'the second music service',
  mongo: 'MongoDB',
  redis: 'Redis',
  amqp: 'RabbitMQ',
  rabbitDashboard: "RabbitMQ's dashboard",
  rabbitDist: "RabbitMQ's node port",
  epmd: "RabbitMQ's port mapper (epmd)",
  smtp: 'the local mail server',
  inbox: "the local mail server's page",
};

/** One sentence for a port that somebody else holds, with the way out. */
export function takenSentence(name: PortName, port: number): string {
  return `Port ${port}, wanted by ${owners[name]}, is taken by another program; stop that, or set ${portVariable(name)} (or PORT_OFFSET, which moves all ports).`;
}

/** Resolves to true when nothing listens on the loopback port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => done(true)));
  });
}

/** The sentences of all named ports that are taken, so that one look tells everything. */
export async function findTaken(ports: Ports, names: readonly PortName[]): Promise<string[]> {
  const free = await Promise.all(names.map((name) => isFree(ports[name])));
  return names.filter((_, index) => !free[index]).map((name) => takenSentence(name, ports[name]));
}
