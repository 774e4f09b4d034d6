// From the request to register until the mail server has accepted the welcome mail: account, outbox, broker, delivery.
import { poll } from '@downbeat/deploy/poll';
import { percentile } from '@downbeat/timing';
import { Databases } from '../faults/databases.ts';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import type { Row, Sample } from './contest.ts';

const FIGURE = 'registration to mail p99 ms';
const REGISTRATIONS = 20;
const SMOKE_REGISTRATIONS = 2;
const MAILED = { withinMs: 30_000, everyMs: 100, what: 'all welcome mails' };

export const mail: Row = async ({ system, teardown, isSmoke }) => {
  const databases = new Databases({ teardown }, system);

  const register = async (): Promise<[email: string, beganMs: number]> => {
    const email = uniqueEmail('mail');
    // Compared with a time of notification, on the clock of the same machine.
    const beganMs = Date.now();
    await createClient(system).auth.register({ email, password, displayName: 'Mail' });
    return [email, beganMs];
  };

  const measure = async (): Promise<Sample> => {
    const begun = new Map<string, number>();
    for (let n = 0; n < (isSmoke ? SMOKE_REGISTRATIONS : REGISTRATIONS); n += 1)
      begun.set(...(await register()));
    const waits = async (): Promise<number[]> => {
      const mails = await databases.welcomeMails();
      const accepted = mails.filter(({ recipient, finishedAt }) => begun.has(recipient) && finishedAt);
      if (accepted.length < begun.size) throw new Error(`${accepted.length} of ${begun.size}`);
      return accepted.map(({ recipient, finishedAt }) => finishedAt!.getTime() - begun.get(recipient)!);
    };
    return { [FIGURE]: percentile(await poll(waits, MAILED), 0.99) };
  };
  return {
    ours: { name: 'Downbeat', measure },
    baselines: [],
    aims: [{ figure: FIGURE, better: 'lower', limit: 250 }],
  };
};
