import { isFree } from '../port-check.ts';
import { type Ports, choosePorts, portNames } from '../ports.ts';

// Steps that keep every port below Linux's ephemeral range (from 32768), where any outgoing connection could sit.
// None of them moves a port to one that fetch refuses (6000 among them; WHATWG Fetch, "bad port").
const offsets = [1000, 2100, 3000, 4000, 1300, 2300, 3300, 4300];

/** The first shifted set of ports that is wholly free, so that several test runs can go on beside each other. */
export async function freePorts(): Promise<Ports> {
  for (const offset of offsets) {
    const ports = choosePorts({}, offset);
    const free = await Promise.all(portNames.map((name) => isFree(ports[name])));
    if (free.every(Boolean)) return ports;
  }
  throw new Error('No free set of ports was found for the test servers; is another test run still going on?');
}
