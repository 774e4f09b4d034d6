// Compares how long a refused sign-in takes for an e-mail address with and without an account: a measurable difference
// would reveal who has an account. The requests alternate, so that both kinds meet the same load of the machine.
import { median } from '@downbeat/timing';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';

const PAIRS = Number(process.argv[2] ?? 100);
const WARM_UP_PAIRS = 10;
const TARGET_MS = 10;
const TARGET_SHARE = 0.05;

// All guesses come from one IP here, so the limits per IP and account are raised.
const env = { AUTH_THROTTLE_IP_FAILURES: '1000000', AUTH_THROTTLE_FREE_FAILURES: '1000000' };
const teardowns: (() => Promise<void>)[] = [];
const system = await systemUnderTest({ teardown: (run) => void teardowns.push(run) }, { env });

async function refusalMs(email: string): Promise<number> {
  const start = performance.now();
  const result = await createClient(system).auth.login({ email, password: 'not the password' }).result();
  const elapsed = performance.now() - start;
  if (result.ok || result.code !== 'INVALID_CREDENTIALS')
    throw new Error('The sign-in was not refused as wrong credentials.');
  return elapsed;
}

async function measure(email: string): Promise<{ known: number[]; unknown: number[] }> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let pair = -WARM_UP_PAIRS; pair < PAIRS; pair += 1) {
    const turns = [
      ['known', email],
      ['unknown', uniqueEmail('unknown')],
    ] as const;
    for (const [kind, guessedEmail] of pair % 2 === 0 ? turns : turns.toReversed()) {
      const ms = await refusalMs(guessedEmail);
      if (pair >= 0) times[kind].push(ms);
    }
  }
  return times;
}

try {
  const email = uniqueEmail('known');
  await createClient(system).auth.register({ email, password, displayName: 'Known' });
  const times = await measure(email);
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const difference = Math.abs(known - unknown);
  const met = difference <= Math.max(TARGET_MS, TARGET_SHARE * Math.max(known, unknown));
  console.log(`Time of a refused sign-in, median of ${PAIRS} each`);
  console.table([
    {
      'account ms': known.toFixed(2),
      'no account ms': unknown.toFixed(2),
      'difference ms': difference.toFixed(2),
      target: `${TARGET_MS} ms or ${TARGET_SHARE * 100} %`,
      met: met ? 'yes' : 'no',
    },
  ]);
  process.exitCode = met ? 0 : 1;
} finally {
  for (const run of teardowns) await run();
}
