import { median } from '@downbeat/timing';
import { clientOf, password, someEmail } from '../system/people.ts';
import { systemUnderTest } from '../system/start.ts';

/**
 * Prints how long a refused sign-in takes for an address that has an account and for one that has none: whoever can
 * tell the two apart by time learns who is here. One after the other, in pairs, so that both meet the same machine.
 */

const PAIRS = Number(process.argv[2] ?? 100);
const WARM_UP_PAIRS = 10;
const TARGET_MS = 10;
const TARGET_SHARE = 0.05;

// All guesses come from one address here, so the limits by address and account have to look away.
const env = { AUTH_THROTTLE_ADDRESS_FAILURES: '1000000', AUTH_THROTTLE_FREE_FAILURES: '1000000' };
const ends: (() => Promise<void>)[] = [];
const system = await systemUnderTest({ teardown: (end) => void ends.push(end) }, { env });

async function refusalMs(email: string): Promise<number> {
  const start = performance.now();
  const result = await clientOf(system).auth.login({ email, password: 'not the password' }).result();
  const elapsed = performance.now() - start;
  if (result.ok || result.code !== 'INVALID_CREDENTIALS')
    throw new Error('The guess was not refused as one.');
  return elapsed;
}

async function measure(email: string): Promise<{ known: number[]; unknown: number[] }> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let pair = -WARM_UP_PAIRS; pair < PAIRS; pair += 1) {
    const turns = [
      ['known', email],
      ['unknown', someEmail('nobody')],
    ] as const;
    for (const [kind, address] of pair % 2 === 0 ? turns : turns.toReversed()) {
      const ms = await refusalMs(address);
      if (pair >= 0) times[kind].push(ms);
    }
  }
  return times;
}

try {
  const email = someEmail('known');
  await clientOf(system).auth.register({ email, password, displayName: 'Known' });
  const times = await measure(email);
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const apart = Math.abs(known - unknown);
  const met = apart <= Math.max(TARGET_MS, TARGET_SHARE * Math.max(known, unknown));
  console.log(`Time of a refused sign-in, median of ${PAIRS} each`);
  console.table([
    {
      'account ms': known.toFixed(2),
      'no account ms': unknown.toFixed(2),
      'apart ms': apart.toFixed(2),
      target: `${TARGET_MS} ms or ${TARGET_SHARE * 100} %`,
      met: met ? 'yes' : 'no',
    },
  ]);
  process.exitCode = met ? 0 : 1;
} finally {
  for (const end of ends) await end();
}
