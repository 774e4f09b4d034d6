import { isBlockedByFetch } from './blocked-ports.ts';

// The ports of a run on this machine. Containers keep their own inside; compose publishes the same ones.
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

/** What is asked by HTTP, from a browser too. */
const httpPorts: readonly PortName[] = [
  'auth',
  'music',
  'notification',
  'web',
  'music2',
  'rabbitDashboard',
  'inbox',
];

export const portNames = Object.keys(defaults) as PortName[];

/** The variable that moves one port: `rabbitDashboard` is `PORT_RABBIT_DASHBOARD`. */
export function portVariable(name: PortName): string {
  return `PORT_${name.replace(/([A-Z])/g, '_$1').toUpperCase()}`;
}

function parsePort(variable: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port from 1 to 65535, but it is "${text}".`);
}

/**
 * The ports of one run: the defaults, all shifted by an offset (`PORT_OFFSET`, or the argument), each of them
 * movable on its own by `PORT_<NAME>`, which is taken as it is.
 */
export function choosePorts(env: Env, offset = Number(env.PORT_OFFSET ?? 0)): Ports {
  if (!Number.isInteger(offset)) throw new Error(`PORT_OFFSET must be a whole number.`);
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

function refuseDuplicates(ports: Ports): void {
  for (const name of portNames) {
    const twin = portNames.find((other) => other !== name && ports[other] === ports[name]);
    if (twin) throw new Error(`${name} and ${twin} both want port ${ports[name]}; give one of them another.`);
  }
}

/** Nothing would ever answer there, and the start would wait for it in vain. */
function refuseBlocked(ports: Ports): void {
  const blocked = httpPorts.find((name) => isBlockedByFetch(ports[name]));
  if (!blocked) return;
  throw new Error(
    `${blocked} cannot have port ${ports[blocked]}, which no browser asks; set ${portVariable(blocked)} or another PORT_OFFSET.`,
  );
}
