// Compares how long answers take for an e-mail address with and without an account: a measurable difference would reveal
// who has an account. The requests alternate, so that both kinds meet the same load of the machine.
import { median } from '@downbeat/timing';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';

const PAIRS = Number(process.argv[2] ?? 100);
const WARM_UP_PAIRS = 10;
const TARGET_MS = 10;
const TARGET_SHARE = 0.05;

// All guesses come from one IP here, so the limits per IP and account are raised.
const env = {
  AUTH_THROTTLE_IP_FAILURES: '1000000',
  AUTH_THROTTLE_FREE_FAILURES: '1000000',
  AUTH_PASSWORD_REQUESTS_PER_MINUTE: '1000000',
  AUTH_REGISTRATIONS_PER_MINUTE: '1000000',
};
const teardowns: (() => Promise<void>)[] = [];
const system = await systemUnderTest({ teardown: (run) => void teardowns.push(run) }, { env });

/** A request that must not show whether the address has an account. */
interface Probe {
  readonly what: string;
  readonly send: (email: string) => Promise<void>;
  /** Each address takes the request once a minute only. */
  readonly freshAccount?: true;
}

const expectCode = (result: { ok: boolean; code?: string }, code: string): void => {
  if (result.ok || result.code !== code) throw new Error(`The request was not refused as ${code}.`);
};

const { auth } = createClient(system);
const newPassword = 'two bridges before noon';
const probes: readonly Probe[] = [
  {
    what: 'a refused sign-in',
    send: async (email) =>
      expectCode(await auth.login({ email, password: 'not the password' }).result(), 'INVALID_CREDENTIALS'),
  },
  {
    what: 'a code for a forgotten password',
    send: async (email) => auth.forgotPassword({ email }),
    freshAccount: true,
  },
  {
    what: 'a reset with a wrong code',
    send: async (email) =>
      expectCode(await auth.resetPassword({ email, code: '000000', newPassword }).result(), 'CODE_INVALID'),
  },
];

async function register(): Promise<string> {
  const email = uniqueEmail('known');
  await createClient(system).auth.register({ email, password, displayName: 'Known' });
  return email;
}

async function timeMs(send: Probe['send'], email: string): Promise<number> {
  const start = performance.now();
  await send(email);
  return performance.now() - start;
}

async function measure({ send, freshAccount }: Probe): Promise<{ known: number[]; unknown: number[] }> {
  const times = { known: [] as number[], unknown: [] as number[] };
  const account = await register();
  for (let pair = -WARM_UP_PAIRS; pair < PAIRS; pair += 1) {
    const turns = [
      ['known', freshAccount ? await register() : account],
      ['unknown', uniqueEmail('unknown')],
    ] as const;
    for (const [kind, email] of pair % 2 === 0 ? turns : turns.toReversed()) {
      const ms = await timeMs(send, email);
      if (pair >= 0) times[kind].push(ms);
    }
  }
  return times;
}

async function rowOf(probe: Probe) {
  const times = await measure(probe);
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const difference = Math.abs(known - unknown);
  const met = difference <= Math.max(TARGET_MS, TARGET_SHARE * Math.max(known, unknown));
  return {
    request: probe.what,
    'account ms': known.toFixed(2),
    'no account ms': unknown.toFixed(2),
    'difference ms': difference.toFixed(2),
    target: `${TARGET_MS} ms or ${TARGET_SHARE * 100} %`,
    met: met ? 'yes' : 'no',
  };
}

try {
  const rows = [];
  for (const probe of probes) rows.push(await rowOf(probe));
  console.log(`Time of an answer for an address with and without account, median of ${PAIRS} each`);
  console.table(rows);
  process.exitCode = rows.every(({ met }) => met === 'yes') ? 0 : 1;
} finally {
  for (const run of teardowns) await run();
}
