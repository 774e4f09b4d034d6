// Each service and each backing server is killed with -9 once, with what it works on in flight. The system heals by itself,
// and in the end: attempted = acknowledged = stored = mailed.
import { poll } from '@downbeat/deploy/poll';
import t, { type Test } from 'tap';
import { mailsTo, type ReceivedMail } from '../system/inbox.ts';
import { clientOf, somebody, upload } from '../system/people.ts';
import { systemUnderTest } from '../system/start.ts';
import { Databases, type LedgerRow } from './database.ts';
import { HalfUpload } from './half-upload.ts';
import { Listening } from './listening.ts';
import { PlaybackLoad } from './playback.ts';
import { RegistrationLoad } from './registrations.ts';

type Work = 'registrations' | 'streams' | 'mails' | 'deliveries';

interface Victim {
  name: string;
  /** What it is in the middle of when it is killed: each kind goes through it. */
  busyWith: readonly Work[];
  /** What of it cannot go on unharmed while it is away. */
  breaks: readonly ('registrations' | 'streams' | 'deliveries')[];
}

const VICTIMS: readonly Victim[] = [
  { name: 'auth', busyWith: ['registrations'], breaks: ['registrations'] },
  { name: 'music', busyWith: ['streams'], breaks: ['streams'] },
  { name: 'notification', busyWith: ['mails', 'deliveries'], breaks: [] },
  { name: 'mail', busyWith: ['mails', 'deliveries'], breaks: ['deliveries'] },
  // Who waits for these finds them back, as often as not.
  { name: 'mongo', busyWith: ['registrations', 'streams', 'mails'], breaks: [] },
  { name: 'redis', busyWith: ['registrations', 'streams'], breaks: [] },
  { name: 'rabbitmq', busyWith: ['mails'], breaks: [] },
];
const WORKERS = 3;
/** Notification's own default. */
const MAIL_CONCURRENCY = 4;
const BACK_WITHIN_MS = 60_000;
/** The lease of a mail whose sender has died is 60 s. */
const MAILED_WITHIN_MS = 120_000;

// Everybody comes from one address here, so the limits by address have to look away.
const system = await systemUnderTest(t, {
  env: { AUTH_THROTTLE_ADDRESS_FAILURES: '1000000', AUTH_REGISTRATIONS_PER_MINUTE: '1000000' },
});
const databases = new Databases(t, system);
const artist = await somebody(system, 'Ada', 'artist');
const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
const load = new RegistrationLoad(() => clientOf(system), WORKERS);
const playback = new PlaybackLoad(artist, trackId, 2);

const inFlight: Record<Work, () => number | Promise<number>> = {
  registrations: () => load.tally.inFlight,
  streams: () => playback.tally.inFlight,
  /** Registrations that are acknowledged and whose mail has not arrived. */
  mails: async () => load.tally.acknowledged - (await welcomes()).size,
  deliveries: () => databases.mailsBeingSent(),
};

const broken: Record<Victim['breaks'][number], () => number | Promise<number>> = {
  registrations: () => Object.values(load.tally.retried).reduce((sum, count) => sum + count, 0),
  streams: () => playback.tally.broken,
  deliveries: () => databases.deliveriesRepeated(),
};

/** The welcome mails of the load, by recipient. */
async function welcomes(): Promise<Map<string, ReceivedMail[]>> {
  const recipients = new Set(load.emails);
  const mails = await mailsTo(system.inboxUrl, (address) => recipients.has(address));
  return Map.groupBy(
    mails.filter(({ subject }) => /welcome/i.test(subject)),
    ({ to }) => to[0]!.address,
  );
}

async function allReady(): Promise<void> {
  for (const url of [system.authUrl, system.musicUrl, system.notificationUrl]) {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    const { status } = (await response.json()) as { status: string };
    if (status !== 'ok') throw new Error(`${url} is ${status}`);
  }
}

/** Waits for news and for work of these kinds, all of it at once, and says how much of each. */
async function busyWith(kinds: readonly Work[]): Promise<string> {
  const acknowledged = load.tally.acknowledged + WORKERS;
  const attempt = async (): Promise<string> => {
    if (load.tally.acknowledged < acknowledged) throw new Error('idle');
    const counts = await Promise.all(kinds.map(async (kind) => ({ kind, count: await inFlight[kind]() })));
    const missing = counts.filter(({ count }) => count <= 0);
    if (missing.length > 0) throw new Error(`no ${missing.map(({ kind }) => kind).join(' and no ')}`);
    return counts.map(({ kind, count }) => `${count} ${kind}`).join(', ');
  };
  return poll(attempt, { withinMs: BACK_WITHIN_MS, everyMs: 5, what: `${kinds.join(', ')} in flight` });
}

/** Waits until a count is above what it was. */
async function grows(what: string, count: () => number | Promise<number>, from: number): Promise<void> {
  const attempt = async (): Promise<void> => {
    const now = await count();
    if (now <= from) throw new Error(`still ${now}`);
  };
  await poll(attempt, { withinMs: BACK_WITHIN_MS, what });
}

async function healed(victim: string, formerPid: number): Promise<void> {
  await poll(
    async () => {
      if (system.pidOf(victim) === formerPid) throw new Error('still the old process');
      await allReady();
    },
    { withinMs: BACK_WITHIN_MS, what: `everything ready after the death of ${victim}` },
  );
  const { acknowledged } = load.tally;
  await grows('new registrations', () => load.tally.acknowledged, acknowledged + WORKERS);
  await grows('music to be heard again', () => playback.tally.heard, playback.tally.heard);
  const mailed = async (): Promise<number> => (await welcomes()).size;
  const before = await poll(mailed, { withinMs: BACK_WITHIN_MS, what: 'the inbox' });
  await grows('new mails', mailed, before);
}

/** What only music has in flight: a session that is listened to, and an upload. */
async function besides(victim: string): Promise<(t: Test) => Promise<unknown>> {
  if (victim !== 'music') return async () => undefined;
  const listening = await Listening.start(artist);
  const half = await HalfUpload.start(system, artist, databases);
  return (t) => Promise.all([listening.playsThrough(t), half.failsCleanly(t)]);
}

for (const { name, busyWith: kinds, breaks } of VICTIMS) {
  await t.test(`${name} is killed and comes back`, async (t) => {
    const pid = system.pidOf(name);
    if (pid === undefined) return void t.fail(`${name} does not run`);
    // What is begun below does not wait long for this.
    await busyWith(kinds);
    const goesThrough = await besides(name);
    const unharmed = await Promise.all(breaks.map(async (kind) => broken[kind]()));
    const work = await busyWith(kinds);
    process.kill(pid, 'SIGKILL');
    t.comment(
      `killed with ${work} in flight, ${load.tally.acknowledged} acknowledged, ${playback.tally.heard} heard`,
    );
    await Promise.all([goesThrough(t), healed(name, pid)]);
    for (const [index, kind] of breaks.entries())
      await grows(`${kind} that broke off`, broken[kind], unharmed[index]!);
    t.not(system.pidOf(name), pid, 'all of it goes on, with a new process');
  });
}

await t.test('attempted = acknowledged = stored = mailed', async (t) => {
  await Promise.all([load.stop(), playback.stop()]);
  const { attempted, acknowledged, retried, unexpected } = load.tally;
  t.same(unexpected, [], 'no refusal');
  t.equal(acknowledged, attempted, 'acknowledged');
  const stored = await databases.accountEmails();
  t.equal(load.emails.filter((email) => stored.has(email)).length, attempted, 'stored');
  t.comment(`attempted ${attempted}, acknowledged ${acknowledged}, retried ${JSON.stringify(retried)}`);
});

/** The last part of a mail ends like this; what a killed mail server had begun to write down does not. */
const isWhole = ({ html }: ReceivedMail): boolean => html.trimEnd().endsWith('</html>');

await t.test('each mail arrives whole, and twice only where the ledger knows that it may', async (t) => {
  const { attempted } = load.tally;
  const owed = async (): Promise<LedgerRow[]> => {
    const rows = await databases.welcomeMails();
    return rows.filter(({ recipient }) => load.emails.includes(recipient));
  };
  await poll(
    async () => {
      const accepted = (await owed()).filter(({ state }) => state === 'accepted').length;
      if (accepted < attempted) throw new Error(`${accepted} of ${attempted}`);
    },
    { withinMs: MAILED_WITHIN_MS, everyMs: 500, what: 'acceptance of every welcome mail' },
  );
  const [rows, arrived] = [await owed(), await welcomes()];
  t.equal(rows.length, attempted, 'the ledger has one row for each');
  const copiesOf = ({ recipient }: LedgerRow): ReceivedMail[] => arrived.get(recipient) ?? [];
  const lost = rows.filter((row) => !copiesOf(row).some(isWhole));
  t.same(lost, [], 'what was accepted is there, also what the killed mail server had accepted');
  const alien = rows.filter((row) =>
    copiesOf(row).some(({ headers }) => headers['message-id'] !== row.messageId),
  );
  t.same(alien, [], 'copies of one mail have its Message-ID');
  const unexplained = rows.filter((row) => copiesOf(row).length > 1 + row.resends);
  t.same(unexplained, [], 'no copy without a delivery that the ledger calls a second one');
  const duplicates = rows.filter((row) => copiesOf(row).length > 1).length;
  t.comment(`owed ${rows.length}, arrived ${arrived.size}, of these more than once ${duplicates}`);
  // Only between the final dot and the ledger's row: when notification dies there, or the mail server.
  t.ok(duplicates <= 2 * MAIL_CONCURRENCY, `${duplicates} came twice`);
});
