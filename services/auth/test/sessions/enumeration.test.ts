import t from 'tap';
import { HOUR_MS } from '../../src/clock.ts';
import { build } from '../kit/build.ts';
import { call, registerUser, newRegistration } from '../kit/users.ts';

t.setTimeout(180_000);

const ROUNDS = 15;
// More series remove the noise of the machine from the medians; a real difference stays.
const MOST_SERIES = 6;
const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const { app, advance } = await build(t, { ARGON2_MEMORY_KIB: String(19 * 1024), ARGON2_PASSES: '2' });
const newPassword = 'two bridges before noon';
const code = '000000';

const { email: account } = await registerUser(app);
const sameAccount = () => Promise.resolve(account);
const requests = {
  'a refused sign-in': {
    known: sameAccount,
    send: (email: string) => call(app, 'login', { body: { email, password: 'not the password' } }),
    status: 401,
  },
  'a code for a forgotten password': {
    // Each address gets five codes an hour.
    known: async () => {
      await advance(HOUR_MS);
      return sameAccount();
    },
    send: (email: string) => call(app, 'forgotPassword', { body: { email } }),
    status: 202,
  },
  'a reset with a wrong code': {
    known: sameAccount,
    send: (email: string) => call(app, 'resetPassword', { body: { email, code, newPassword } }),
    status: 400,
  },
};

for (const [what, { known, send, status }] of Object.entries(requests)) {
  t.test(`answers ${what} in the same time for known and unknown addresses`, async (t) => {
    const measure = async (email: string): Promise<number> => {
      const start = performance.now();
      const answer = await send(email);
      t.equal(answer.statusCode, status);
      return performance.now() - start;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    const isWithin = async (): Promise<boolean> => {
      // Alternate, so that other load on the machine affects both in the same way.
      for (let round = 0; round < ROUNDS; round += 1) {
        times.known.push(await measure(await known()));
        times.unknown.push(await measure(newRegistration().email));
      }
      const [a, b] = [median(times.known), median(times.unknown)];
      t.comment(`known ${a.toFixed(1)} ms, unknown ${b.toFixed(1)} ms`);
      return Math.abs(a - b) <= Math.max(10, 0.05 * a);
    };
    let within = false;
    for (let series = 0; series < MOST_SERIES && !within; series += 1) within = await isWithin();
    t.ok(within, 'medians within 5 % or 10 ms');
  });
}
