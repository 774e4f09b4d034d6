import { type Server, createServer } from 'node:net';
import { promisify } from 'node:util';

/**
 * The ports of a run on this machine, and the programs behind them, as a sentence about a taken port names them. `http`
 * marks those that are used over HTTP, also from a browser. Containers keep their own ports inside; compose publishes
 * the same ones.
 */
const programs = {
  auth: { port: 4000, owner: 'the auth service', http: true },
  music: { port: 4001, owner: 'the music service', http: true },
  notification: { port: 4002, owner: 'the notification service', http: true },
  web: { port: 4003, owner: 'the web page', http: true },
  music2: { port: 4011, owner: 'the second music service', http: true },
  mongo: { port: 27117, owner: 'MongoDB' },
  redis: { port: 6479, owner: 'Redis' },
  amqp: { port: 5682, owner: 'RabbitMQ' },
  rabbitDashboard: { port: 15672, owner: "RabbitMQ's dashboard", http: true },
  rabbitApi: { port: 15682, owner: "RabbitMQ's management", http: true },
  rabbitDist: { port: 25782, owner: "RabbitMQ's node port" },
  epmd: { port: 4469, owner: "RabbitMQ's port mapper (epmd)" },
  smtp: { port: 1025, owner: 'the local mail server' },
  inbox: { port: 1080, owner: "the local mail server's page", http: true },
} as const;

export type PortName = keyof typeof programs;
export type Ports = Record<PortName, number>;
type Env = Record<string, string | undefined>;

export const portNames = Object.keys(programs) as PortName[];

// Ports of other protocols, which fetch refuses in browsers and in Node ("bad port").
// WHATWG Fetch: https://fetch.spec.whatwg.org/#port-blocking
export const blockedByFetch = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

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
    return [
      name,
      own ? parsePort(variable, own) : parsePort('PORT_OFFSET', String(programs[name].port + offset)),
    ];
  });
  const ports = Object.fromEntries(entries) as Ports;
  for (const name of portNames) refuseUnusable(ports, name);
  return ports;
}

function parsePort(variable: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port from 1 to 65535, but it is "${text}".`);
}

function refuseUnusable(ports: Ports, name: PortName): void {
  const twin = portNames.find((other) => other !== name && ports[other] === ports[name]);
  if (twin) throw new Error(`${name} and ${twin} both want port ${ports[name]}; give one of them another.`);
  // A server on such a port is never reached, so the start would wait for it until its time limit.
  if ('http' in programs[name] && blockedByFetch.has(ports[name]))
    throw new Error(
      `${name} cannot have port ${ports[name]}, which no browser connects to; set ${portVariable(name)} or another PORT_OFFSET.`,
    );
}

/** Resolves to false when another program has the loopback port. */
function listen(server: Server, port: number): Promise<boolean> {
  return new Promise((done) => {
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => done(true));
  });
}

/** Resolves to true when no program listens on the loopback port. */
export async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const free = await listen(probe, port);
  if (free) await promisify(probe.close.bind(probe))();
  return free;
}

/** One sentence for each of the named ports that is taken. */
export async function findTaken(ports: Ports, names: readonly PortName[]): Promise<string[]> {
  const free = await Promise.all(names.map((name) => isFree(ports[name])));
  return names
    .filter((_, index) => !free[index])
    .map(
      (name) =>
        `Port ${ports[name]}, wanted by ${programs[name].owner}, is taken by another program; stop that, or set ${portVariable(name)} (or PORT_OFFSET, which moves all ports).`,
    );
}

// These offsets keep every port below Linux's ephemeral range (from 32768), where an outgoing connection can hold any
// port, and move no port to one that fetch refuses.
const offsets = [1000, 2100, 3000, 4000, 1300, 2300, 3300, 4300, 5000, 5150, 5300, 5450];
// The port that stands for a whole set: a process listens on it until it ends, so that no other process takes the set.
const claimPort = 3990;

/** A shifted set of ports that is free and that no other process has claimed; several test runs can work at once. */
export async function freePorts(): Promise<Ports> {
  for (const offset of offsets) {
    const claim = createServer().unref();
    if (!(await listen(claim, claimPort + offset))) continue;
    const ports = choosePorts({}, offset);
    if ((await findTaken(ports, portNames)).length === 0) return ports;
    claim.close();
  }
  throw new Error('No free set of ports was found for the test servers; is another test run still working?');
}

export const rabbitUser = 'downbeat';

type Given = {
  MONGO_URI?: string | undefined;
  REDIS_URL?: string | undefined;
  AMQP_URL?: string | undefined;
};

/** Where the servers behind the services are: those given by URI, and the ones started here for the rest. */
export type BackingUrls = {
  mongo: string;
  redis: string;
  amqp: string;
  /** Undefined for a broker that was given by its URI, which does not name the dashboard. */
  rabbitDashboard: string | undefined;
};

export function backingUrls(env: Given, ports: Ports, rabbitPassword: string): BackingUrls {
  const login = `${rabbitUser}:${encodeURIComponent(rabbitPassword)}`;
  return {
    mongo: env.MONGO_URI || `mongodb://127.0.0.1:${ports.mongo}/?replicaSet=rs0&directConnection=true`,
    redis: env.REDIS_URL || `redis://127.0.0.1:${ports.redis}`,
    amqp: env.AMQP_URL || `amqp://${login}@127.0.0.1:${ports.amqp}`,
    rabbitDashboard: env.AMQP_URL ? undefined : `http://127.0.0.1:${ports.rabbitDashboard}`,
  };
}

/**
 * One database per service on the same server: `mongodb://host/` and auth make `mongodb://host/downbeat-auth`; a name
 * in the URI takes the place of `downbeat`.
 */
export function databaseUri(mongoUri: string, service: string): string {
  const match = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(\?.*)?$/.exec(mongoUri);
  if (!match) throw new Error(`MONGO_URI must look like mongodb://host:port/, but it is "${mongoUri}".`);
  const [, server = '', name = '', query = ''] = match;
  return `${server}/${name || 'downbeat'}-${service}${query}`;
}

export type ServiceUrls = { authUrl: string; musicUrl: string; notificationUrl: string };

/** The base URLs of the services, as the page and other clients use them. */
export function serviceUrls(ports: Ports): ServiceUrls {
  const at = (port: number): string => `http://localhost:${port}`;
  return { authUrl: at(ports.auth), musicUrl: at(ports.music), notificationUrl: at(ports.notification) };
}
