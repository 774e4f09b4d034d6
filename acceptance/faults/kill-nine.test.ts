// Each service and each backing server is killed with -9 once, with what it works on in flight. The system heals by itself,
// and in the end: attempted = acknowledged = stored = mailed.
import { databaseUri } from '@downbeat/deploy/addresses';
import { poll } from '@downbeat/deploy/poll';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { mailsTo } from '../system/inbox.ts';
import { clientOf, somebody, upload } from '../system/people.ts';
import { systemUnderTest } from '../system/start.ts';
import { PlaybackLoad } from './playback.ts';
import { RegistrationLoad } from './registrations.ts';

/** What each of them is in the middle of when it is killed: each kind goes through it. */
const VICTIMS = {
  auth: ['registrations'],
  music: ['streams'],
  notification: ['mails'],
  mongo: ['registrations', 'streams', 'mails'],
  redis: ['registrations', 'streams'],
  rabbitmq: ['mails'],
} as const;
const WORKERS = 3;
const BACK_WITHIN_MS = 60_000;

// Everybody comes from one address here, so the limits by address have to look away.
const system = await systemUnderTest(t, {
  env: { AUTH_THROTTLE_ADDRESS_FAILURES: '1000000', AUTH_REGISTRATIONS_PER_MINUTE: '1000000' },
});
const artist = await somebody(system, 'Ada', 'artist');
const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
const load = new RegistrationLoad(() => clientOf(system), WORKERS);
const playback = new PlaybackLoad(artist, trackId, 2);

async function allReady(): Promise<void> {
  for (const url of [system.authUrl, system.musicUrl, system.notificationUrl]) {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    const { status } = (await response.json()) as { status: string };
    if (status !== 'ok') throw new Error(`${url} is ${status}`);
  }
}

interface Work {
  registrations: number;
  streams: number;
  /** Registrations that are acknowledged and whose mail has not arrived. */
  mails: number;
}

async function workInFlight(): Promise<Work> {
  const { acknowledged } = load.tally;
  const mailed = (await countWelcomes(new Set(load.emails))).size;
  return {
    registrations: load.tally.inFlight,
    streams: playback.tally.inFlight,
    mails: acknowledged - mailed,
  };
}

/** Waits for news and for work of these kinds, all of it at once, and says how much of each. */
async function busyWith(kinds: readonly (keyof Work)[], acknowledged: number): Promise<Work> {
  const attempt = async (): Promise<Work> => {
    if (load.tally.acknowledged < acknowledged) throw new Error('idle');
    const work = await workInFlight();
    const missing = kinds.filter((kind) => work[kind] <= 0);
    if (missing.length > 0) throw new Error(`no ${missing.join(' and no ')}`);
    return work;
  };
  return poll(attempt, { withinMs: BACK_WITHIN_MS, everyMs: 5, what: `${kinds.join(', ')} in flight` });
}

for (const [victim, kinds] of Object.entries(VICTIMS)) {
  await t.test(`${victim} is killed and comes back`, async (t) => {
    const pid = system.pidOf(victim);
    if (pid === undefined) return void t.fail(`${victim} does not run`);
    const work = await busyWith(kinds, load.tally.acknowledged + WORKERS);
    process.kill(pid, 'SIGKILL');
    t.comment(
      `killed with ${work.registrations} registrations, ${work.streams} streams and ${work.mails} mails in flight, ` +
        `${load.tally.acknowledged} acknowledged, ${playback.tally.heard} heard`,
    );
    for (const kind of kinds) t.ok(work[kind] > 0, `with ${kind} in flight`);
    await poll(
      async () => {
        if (system.pidOf(victim) === pid) throw new Error('still the old process');
        await allReady();
      },
      { withinMs: BACK_WITHIN_MS, what: `everything ready after the death of ${victim}` },
    );
    const healed = load.tally.acknowledged;
    await poll(
      async () => {
        if (load.tally.acknowledged <= healed + WORKERS) throw new Error('nobody new');
      },
      { withinMs: BACK_WITHIN_MS, what: 'new registrations' },
    );
    const heardBefore = playback.tally.heard;
    await poll(
      async () => {
        if (playback.tally.heard <= heardBefore) throw new Error('silence');
      },
      { withinMs: BACK_WITHIN_MS, what: 'music to be heard again' },
    );
  });
}

await t.test('attempted = acknowledged = stored = mailed', async (t) => {
  await Promise.all([load.stop(), playback.stop()]);
  const { attempted, acknowledged, retried, unexpected } = load.tally;
  t.same(unexpected, []);
  t.equal(acknowledged, attempted);

  const stored = await storedEmails();
  t.equal(load.emails.filter((email) => stored.has(email)).length, attempted, 'stored');
  const welcomes = async (): Promise<Map<string, number>> => countWelcomes(new Set(load.emails));
  await poll(
    async () => {
      const mailed = (await welcomes()).size;
      if (mailed < attempted) throw new Error(`${mailed} of ${attempted}`);
    },
    { withinMs: 120_000, everyMs: 500, what: 'every welcome mail' },
  );
  const counts = [...(await welcomes()).values()];
  const duplicates = counts.filter((count) => count > 1).length;
  t.comment(
    `attempted ${attempted}, acknowledged ${acknowledged}, stored ${load.emails.filter((email) => stored.has(email)).length}, mailed ${counts.length}`,
  );
  t.comment(
    `lost ${attempted - counts.length}, duplicate mails ${duplicates}, retried ${JSON.stringify(retried)}`,
  );
  // A mail can be sent twice only where notification dies between the final dot and the ledger's row.
  t.ok(duplicates <= WORKERS);
});

async function storedEmails(): Promise<Set<string>> {
  const client = await MongoClient.connect(databaseUri(system.local!.addresses.mongo, 'auth'));
  t.teardown(() => client.close());
  const users = await client
    .db()
    .collection<{ email: string }>('accounts')
    .find()
    .project({ email: 1 })
    .toArray();
  return new Set(users.map(({ email }) => email as string));
}

async function countWelcomes(recipients: Set<string>): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const mails = await mailsTo(system.inboxUrl, (address) => recipients.has(address));
  for (const { subject, to } of mails) {
    const address = to[0]?.address;
    if (/welcome/i.test(subject) && address !== undefined)
      counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}
