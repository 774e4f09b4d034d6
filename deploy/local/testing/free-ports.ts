import { once } from 'node:events';
import { createServer } from 'node:net';
import { isFree } from '../port-check.ts';
import { type Ports, choosePorts, portNames } from '../ports.ts';

// Steps that keep every port below Linux's ephemeral range (from 32768), where any outgoing connection could sit.
// None of them moves a port to one that fetch refuses (6000 among them; WHATWG Fetch, "bad port").
const offsets = [1000, 2100, 3000, 4000, 1300, 2300, 3300, 4300];
const claimPort = 3990;

/** Listens on a port that stands for the whole set, until this process ends: two that ask at once get two sets. */
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

/**
 * The first shifted set of ports that is wholly free and nobody else has asked for, so that several test runs, and
 * several files of one, can go on beside each other.
 */
export async function freePorts(): Promise<Ports> {
  for (const offset of offsets) {
    const release = await claim(offset);
    if (!release) continue;
    const ports = choosePorts({}, offset);
    const free = await Promise.all(portNames.map((name) => isFree(ports[name])));
    if (free.every(Boolean)) return ports;
    release();
  }
  throw new Error('No free set of ports was found for the test servers; is another test run still going on?');
}
