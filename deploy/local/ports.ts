import { once } from 'node:events';
import { createServer } from 'node:net';

// The ports of a run on this machine. Containers keep their own ports inside; compose publishes the same ones.
const defaults = {
  auth: 4000,
  music: 4001,
  notification: 4002,
  web: 4003,
  music2: 4011,
  mongo: 27117,
  redis: 6479,
  amqp: 5682,
  rabbitDashboard: 15672,
  rabbitDist: 25782,
  epmd: 4469,
  smtp: 1025,
  inbox: 1080,
} as const;

export type PortName = keyof typeof defaults;
export type Ports = Record<PortName, number>;
type Env = Record<string, string | undefined>;

export const portNames = Object.keys(defaults) as PortName[];

/** The programs behind the ports, as a sentence about a taken port names them. */
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

/** The ports that are used over HTTP, also from a browser. */
const httpPorts: readonly PortName[] = [
  ...(['auth', 'music', 'notification', 'web', 'music2', 'rabbitDashboard', 'inbox'] as const),
];

// Ports of other protocols, which fetch refuses in browsers and in Node ("bad port").
// WHATWG Fetch: https://fetch.spec.whatwg.org/#port-blocking
const blockedByFetch = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Whether fetch refuses every request to this port. */
export function isBlockedByFetch(port: number): boolean {
  return blockedByFetch.has(port);
}

/** The variable that moves one port: `rabbitDashboard` is `PORT_RABBIT_DASHBOARD`. */
export function portVariable(name: PortName): string {
  return `PORT_${name.replace(/([A-Z])/g, '_$1').toUpperCase()}`;
}

/**
 * The ports of one run: the defaults, all shifted by an offset (`PORT_OFFSET`, or the argument). `PORT_<NAME>` sets one
 * port and is not shifted.
 */
export function choosePorts(env: Env, offset = Number(env.PORT_OFFSET ?? 0)): Ports {
  if (!Number.isInteger(offset)) throw new Error('PORT_OFFSET must be a whole number.');
  const entries = portNames.map((name): [PortName, number] => {
    const variable = portVariable(name);
    const own = env[variable];
    return [name, own ? parsePort(variable, own) : parsePort('PORT_OFFSET', String(defaults[name] + offset))];
  });
  const ports = Object.fromEntries(entries) as Ports;
  refuseDuplicates(ports);
  refuseBlocked(ports);
  return ports;
}

function parsePort(variable: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port from 1 to 65535, but it is "${text}".`);
}

function refuseDuplicates(ports: Ports): void {
  for (const name of portNames) {
    const twin = portNames.find((other) => other !== name && ports[other] === ports[name]);
    if (twin) throw new Error(`${name} and ${twin} both want port ${ports[name]}; give one of them another.`);
  }
}

/** A server on such a port is never reached, so the start would wait for it until its time limit. */
function refuseBlocked(ports: Ports): void {
  const blocked = httpPorts.find((name) => isBlockedByFetch(ports[name]));
  if (!blocked) return;
  throw new Error(
    `${blocked} cannot have port ${ports[blocked]}, which no browser connects to; set ${portVariable(blocked)} or another PORT_OFFSET.`,
  );
}

/** Resolves to true when no program listens on the loopback port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => done(true)));
  });
}

/** One sentence for each of the named ports that is taken. */
export async function findTaken(ports: Ports, names: readonly PortName[]): Promise<string[]> {
  const free = await Promise.all(names.map((name) => isFree(ports[name])));
  return names.filter((_, index) => !free[index]).map((name) => takenSentence(name, ports[name]));
}

function takenSentence(name: PortName, port: number): string {
  return `Port ${port}, wanted by ${owners[name]}, is taken by another program; stop that, or set ${portVariable(name)} (or PORT_OFFSET, which moves all ports).`;
}

// These offsets keep every port below Linux's ephemeral range (from 32768), where an outgoing connection can hold any
// port, and move no port to one that fetch refuses.
const offsets = [1000, 2100, 3000, 4000, 1300, 2300, 3300, 4300];
const claimPort = 3990;

/** Listens on a port that stands for the whole set until this process ends, so that no other process takes the set. */
async function claim(offset: number): Promise<(() => void) | undefined> {
  const holder = createServer().unref();
  try {
    holder.listen({ port: claimPort + offset, host: '127.0.0.1', exclusive: true });
    await once(holder, 'listening');
    return () => holder.close();
  } catch {
    return undefined;
  }
}

/** A shifted set of ports that is free and that no other process has claimed; several test runs can work at once. */
export async function freePorts(): Promise<Ports> {
  for (const offset of offsets) {
    const release = await claim(offset);
    if (!release) continue;
    const ports = choosePorts({}, offset);
    const free = await Promise.all(portNames.map((name) => isFree(ports[name])));
    if (free.every(Boolean)) return ports;
    release();
  }
  throw new Error('No free set of ports was found for the test servers; is another test run still working?');
}
