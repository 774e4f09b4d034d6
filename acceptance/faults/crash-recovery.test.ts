// Kills each service and each backing server with SIGKILL, one after the other, while it has work in flight. The system
// recovers by itself, and in the end every acknowledged registration is stored and has its mail.
import { poll } from '@downbeat/deploy/poll';
import t, { type Test } from 'tap';
import { createClient, signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { Databases } from './databases.ts';
import { InterruptedUpload } from './interrupted-upload.ts';
import { ListeningClient } from './listening-client.ts';
import { PlaybackLoad, RegistrationLoad } from './load.ts';
import { auditMails, storedAccounts, welcomeMails } from './mail-audit.ts';

type Work = 'registrations' | 'streams' | 'mails' | 'deliveries';

interface KilledProgram {
  name: string;
  /** The kinds of work that must be in flight when it is killed. */
  busyWith: readonly Work[];
  /** The kinds of work that must show failures because of the kill. */
  interrupts: readonly ('registrations' | 'streams' | 'deliveries')[];
}

const PROGRAMS: readonly KilledProgram[] = [
  { name: 'auth', busyWith: ['registrations'], interrupts: ['registrations'] },
  { name: 'music', busyWith: ['streams'], interrupts: ['streams'] },
  { name: 'notification', busyWith: ['mails', 'deliveries'], interrupts: [] },
  { name: 'mail', busyWith: ['mails', 'deliveries'], interrupts: ['deliveries'] },
  // The services wait for these to return, so a request may succeed in spite of the kill.
  { name: 'mongo', busyWith: ['registrations', 'streams', 'mails'], interrupts: [] },
  { name: 'redis', busyWith: ['registrations', 'streams'], interrupts: [] },
  { name: 'rabbitmq', busyWith: ['mails'], interrupts: [] },
];
const REGISTRATION_LOOPS = 3;
const PLAYBACK_LOOPS = 2;
/** The default of notification. */
const MAIL_CONCURRENCY = 4;
const RECOVERED_WITHIN_MS = 60_000;
/** The lease of a mail whose sender was killed ends after 8 s; the machine may be busy. */
const MAILED_WITHIN_MS = 60_000;

// All requests come from one IP here, so the limits per IP are raised.
const system = await systemUnderTest(t, {
  env: {
    AUTH_THROTTLE_IP_FAILURES: '1000000',
    AUTH_REGISTRATIONS_PER_MINUTE: '1000000',
    // Every file belongs to an upload then; services/music/test/renditions has what a crash leaves of renditions.
    MUSIC_RENDITIONS: 'false',
  },
});
const databases = new Databases(t, system);
const artist = await signedInClient(system, 'Ada', 'artist');
const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
const load = new RegistrationLoad(() => createClient(system), REGISTRATION_LOOPS);
const playback = new PlaybackLoad(artist, trackId, PLAYBACK_LOOPS);

const inFlight: Record<Work, () => number | Promise<number>> = {
  registrations: () => load.tally.inFlight,
  streams: () => playback.tally.inFlight,
  /** Acknowledged registrations whose mail has not arrived yet. */
  mails: async () => load.tally.acknowledged - (await welcomeMails(system, load)).size,
  deliveries: () => databases.mailsBeingSent(),
};

const interruptions: Record<KilledProgram['interrupts'][number], () => number | Promise<number>> = {
  registrations: () => Object.values(load.tally.retried).reduce((sum, count) => sum + count, 0),
  streams: () => playback.tally.interrupted,
  deliveries: () => databases.repeatedDeliveries(),
};

async function allReady(): Promise<void> {
  for (const url of [system.authUrl, system.musicUrl, system.notificationUrl]) {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    const { status } = (await response.json()) as { status: string };
    if (status !== 'ok') throw new Error(`${url} is ${status}`);
  }
}

/** Waits for new registrations and until work of all these kinds is in flight; returns the counts as text. */
async function waitForWork(kinds: readonly Work[]): Promise<string> {
  const acknowledged = load.tally.acknowledged + REGISTRATION_LOOPS;
  const attempt = async (): Promise<string> => {
    if (load.tally.acknowledged < acknowledged) throw new Error('no new registrations');
    const counts = await Promise.all(kinds.map(async (kind) => ({ kind, count: await inFlight[kind]() })));
    const missing = counts.filter(({ count }) => count <= 0);
    if (missing.length > 0) throw new Error(`no ${missing.map(({ kind }) => kind).join(' and no ')}`);
    return counts.map(({ kind, count }) => `${count} ${kind}`).join(', ');
  };
  return poll(attempt, { withinMs: RECOVERED_WITHIN_MS, everyMs: 5, what: `${kinds.join(', ')} in flight` });
}

async function waitForIncrease(
  what: string,
  count: () => number | Promise<number>,
  from: number,
): Promise<void> {
  const attempt = async (): Promise<void> => {
    const now = await count();
    if (now <= from) throw new Error(`still ${now}`);
  };
  await poll(attempt, { withinMs: RECOVERED_WITHIN_MS, what });
}

async function waitForRecovery(name: string, killedPid: number): Promise<void> {
  await poll(
    async () => {
      if (system.pidOf(name) === killedPid) throw new Error('still the killed process');
      await allReady();
    },
    { withinMs: RECOVERED_WITHIN_MS, what: `all services ready after the kill of ${name}` },
  );
  const { acknowledged } = load.tally;
  await waitForIncrease(
    'new registrations',
    () => load.tally.acknowledged,
    acknowledged + REGISTRATION_LOOPS,
  );
  await waitForIncrease('new streams', () => playback.tally.completed, playback.tally.completed);
  const mailed = async (): Promise<number> => (await welcomeMails(system, load)).size;
  const before = await poll(mailed, { withinMs: RECOVERED_WITHIN_MS, what: 'the mail catcher' });
  await waitForIncrease('new mails', mailed, before);
}

/** Starts a listening session and an upload when music is to be killed; returns the assertions for after the kill. */
async function startMusicWork(name: string): Promise<(t: Test) => Promise<unknown>> {
  if (name !== 'music') return async () => undefined;
  const listener = await ListeningClient.start(artist);
  const interrupted = await InterruptedUpload.start(system, artist, databases);
  return (t) => Promise.all([listener.assertNoGap(t), interrupted.assertCleanFailure(t)]);
}

for (const { name, busyWith, interrupts } of PROGRAMS) {
  await t.test(`recovers after a SIGKILL of ${name}`, async (t) => {
    const pid = system.pidOf(name);
    if (pid === undefined) return void t.fail(`${name} does not run`);
    // The upload and the session time out when they have to wait long for work in flight, so it is there first.
    await waitForWork(busyWith);
    const assertMusicWork = await startMusicWork(name);
    const before = await Promise.all(interrupts.map(async (kind) => interruptions[kind]()));
    const work = await waitForWork(busyWith);
    process.kill(pid, 'SIGKILL');
    t.comment(
      `killed with ${work} in flight, ${load.tally.acknowledged} acknowledged, ${playback.tally.completed} streamed`,
    );
    await Promise.all([assertMusicWork(t), waitForRecovery(name, pid)]);
    for (const [index, kind] of interrupts.entries())
      await waitForIncrease(`interrupted ${kind}`, interruptions[kind], before[index]!);
    t.not(system.pidOf(name), pid, 'a new process runs');
  });
}

await t.test('stores every registration that was acknowledged', async (t) => {
  await Promise.all([load.stop(), playback.stop()]);
  const { attempted, acknowledged, retried, unexpected } = load.tally;
  const { stored, duplicates } = await storedAccounts(databases, load);
  t.comment(
    `registrations: attempted ${attempted}, acknowledged ${acknowledged}, lost ${acknowledged - stored}, ` +
      `unexpected ${unexpected.length}, duplicate ${duplicates}`,
  );
  t.comment(`retried: ${JSON.stringify(retried)}`);
  t.same(unexpected, [], 'no unexpected error');
  t.equal(acknowledged, attempted, 'acknowledged');
  t.equal(stored, attempted, 'stored');
  t.equal(duplicates, 0, 'stored once');
});

await t.test('delivers every welcome mail, and twice only after a delivery of unknown outcome', async (t) => {
  const { attempted } = load.tally;
  const audit = await auditMails(system, databases, load, MAILED_WITHIN_MS);
  const { rows, lost, otherIds, unexplained, duplicates } = audit;
  t.comment(
    `welcome mails: attempted ${attempted}, acknowledged ${rows.length}, lost ${lost.length}, ` +
      `unexpected ${unexplained.length}, duplicate ${duplicates}`,
  );
  t.equal(rows.length, attempted, 'the ledger has one row for each account');
  t.same(lost, [], 'every accepted mail is there, also those that the killed mail server accepted');
  t.same(otherIds, [], 'copies of one mail have the same Message-ID');
  t.same(unexplained, [], 'no copy without a delivery that the ledger counts as a repeated one');
  // A duplicate needs a kill of notification or of the mail server between the final dot and the ledger's update.
  t.ok(duplicates <= 2 * MAIL_CONCURRENCY, `${duplicates} duplicates`);
});
