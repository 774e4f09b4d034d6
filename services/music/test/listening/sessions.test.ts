import t, { type Test } from 'tap';
import type { ListeningSession, ListeningSessionPage } from '../../src/generated/schemas.gen.ts';
import { newId } from '@downbeat/shared/ids';
import type { Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { json, createHarness, type Harness } from './kit/harness.ts';

let harness: Harness;

t.before(async () => {
  harness = await createHarness(t);
});

const UNKNOWN = '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e';
const PATH = '/api/music/sessions';

const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** The first of two pages. */
async function playlistsOf(who: Person): Promise<Response> {
  const path = '/api/music/playlists';
  for (const name of ['One', 'Two']) await harness.music.send('POST', path, who, { name });
  return harness.music.get(`${path}?limit=1`, who);
}

async function problemOf(response: Response): Promise<object> {
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, code: body['code'], detail: body['detail'], errors: body['errors'] };
}

t.test('refuses to create a session with missing tracks, and names each of them', async (t) => {
  const trackIds = [harness.trackIds[0], UNKNOWN, harness.trackIds[1], UNKNOWN];
  const missing = { in: 'body', message: 'There is no such track' };
  t.same(await problemOf(await harness.music.send('POST', PATH, harness.owner, { trackIds })), {
    status: 404,
    code: 'TRACK_NOT_FOUND',
    detail: undefined,
    errors: [
      { ...missing, field: 'trackIds.1' },
      { ...missing, field: 'trackIds.3' },
    ],
  });
  const empty = await problemOf(await harness.music.send('POST', PATH, harness.owner, { trackIds: [] }));
  t.match(empty, { status: 400, code: 'VALIDATION_FAILED', errors: [{ in: 'body', field: 'trackIds' }] });
  const forged = { trackIds: harness.trackIds, ownerId: UNKNOWN };
  t.match(await problemOf(await harness.music.send('POST', PATH, harness.owner, forged)), {
    status: 400,
    errors: [{ in: 'body', field: 'ownerId', message: 'is not known here' }],
  });
});

t.test('returns a new session completely', async (t) => {
  const session = await harness.session({ name: 'Friday', playbackControl: 'everyone' });
  const { id, inviteCode, createdAt, queue, timeline } = session;
  t.same(session, {
    id,
    name: 'Friday',
    ownerId: harness.owner.id,
    actingHostId: null,
    role: 'owner',
    inviteCode,
    playbackControl: 'everyone',
    settings: {
      permissions: {
        playback: 'listener',
        add: 'listener',
        reorder: 'dj',
        invite: 'listener',
        chat: 'listener',
        vote: 'listener',
      },
      preset: 'party',
      isLocked: false,
      requiresApproval: false,
      skipSharePercent: 50,
      visibility: 'private',
      fairTurns: false,
      allowsGuests: false,
    },
    queue: harness.trackIds.map((trackId, index) => ({
      id: queue[index]?.id,
      trackId,
      title: `Silence ${index + 1}`,
      artistName: 'Ada',
      durationMs: queue[index]?.durationMs,
      addedBy: harness.owner.id,
    })),
    timeline: {
      epoch: 1,
      revision: 0,
      queueItemId: queue[0]?.id,
      anchorServerTimeUs: timeline.anchorServerTimeUs,
      anchorPositionMs: 0,
      rate: 1,
      state: 'stopped',
    },
    members: [],
    memberCount: 0,
    createdAt,
  });
  t.match(inviteCode, /^[A-HJ-NP-Z2-9]{8}$/);
  t.same(await json(await harness.music.get(`${PATH}/${id}`, harness.owner), 200), session);
  const unnamed = await harness.session();
  t.match(
    unnamed,
    { name: "Ada's session", playbackControl: 'owner', settings: { preset: 'radio' } },
    'only the owner and co-hosts control playback by default',
  );
});

t.test('cuts a name that is made from the owner’s between characters', async (t) => {
  const owner = harness.music.person('listener', `a${'😀'.repeat(79)}`);
  const longest = harness.music.person('listener', '😀'.repeat(95));
  const create = async (who: Person) =>
    json<ListeningSession>(await harness.music.send('POST', PATH, who, { trackIds: harness.trackIds }), 201);
  t.equal((await create(owner)).name, `a${'😀'.repeat(79)}'s session`);
  t.equal((await create(longest)).name, `${'😀'.repeat(95)}'s se`);
});

t.test('adds a user who joins repeatedly and in parallel once', async (t) => {
  const session = await harness.session();
  const guest = harness.music.person();
  const join = () => harness.music.send('POST', `${PATH}/join`, guest, { inviteCode: session.inviteCode });
  const answers = await Promise.all([join(), join(), join(), join()]);
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  t.same(await json(await join(), 200), { ...session, role: 'listener' });
  const { items } = await json<ListeningSessionPage>(await harness.music.get(PATH, guest), 200);
  t.same(
    items.map(({ id }) => id),
    [session.id],
  );
});

t.test('accepts an invite code as a person types it', async (t) => {
  const { id, inviteCode } = await harness.session();
  const guest = harness.music.person();
  const join = (code: string) => harness.music.send('POST', `${PATH}/join`, guest, { inviteCode: code });
  const dashed = `${inviteCode.slice(0, 4)}-${inviteCode.slice(4)}`;
  for (const code of [inviteCode.toLowerCase(), dashed, dashed.toLowerCase()]) {
    t.match(await json(await join(code), 200), { id, inviteCode }, code);
  }
  for (const code of [`${inviteCode}-`, `-${inviteCode}`, dashed.replace('-', '--'), `${dashed}A`]) {
    t.equal((await join(code)).status, 400, code);
  }
});

t.test('refuses the 1001st member, and lets members join again when the session is full', async (t) => {
  const { id, inviteCode } = await harness.session();
  const members = Array.from({ length: 998 }, () => ({ userId: newId(), joinedAt: new Date() }));
  const sessions = harness.music.app.mongo.db.collection<{ _id: string; members: object[] }>(
    'listeningSessions',
  );
  await sessions.updateOne({ _id: id }, { $push: { members: { $each: members } } });
  const guests = Array.from({ length: 8 }, () => harness.music.person());
  const join = (who: Person) => harness.music.send('POST', `${PATH}/join`, who, { inviteCode });
  const answers = await Promise.all(guests.map(join));
  t.equal(
    answers.filter(({ status }) => status === 200).length,
    1,
    'one of eight at once gets the last place',
  );
  for (const refused of answers.filter(({ status }) => status !== 200)) {
    await sameProblem(t, refused, {
      status: 409,
      code: 'SESSION_FULL',
      title: 'This session is full',
      instance: `${PATH}/join`,
    });
  }
  t.equal((await join(harness.owner)).status, 200);
});

t.test('refuses a foreign cursor, and pages with its own', async (t) => {
  const lister = harness.music.person('listener', 'Dora');
  const made: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const response = await harness.music.send('POST', PATH, lister, { trackIds: harness.trackIds });
    made.unshift((await json<ListeningSession>(response, 201)).id);
  }
  const { nextCursor: ofPlaylists } = await json<ListeningSessionPage>(await playlistsOf(lister), 200);
  for (const cursor of ['AAAA', ...[UNKNOWN, made[1]!].map(base64url), ofPlaylists!]) {
    await sameProblem(t, await harness.music.get(`${PATH}?cursor=${cursor}`, lister), {
      status: 400,
      code: 'MALFORMED_CURSOR',
      title: 'This cursor is not one of ours',
      instance: PATH,
    });
  }
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: ListeningSessionPage = await json(
      await harness.music.get(`${PATH}?limit=2${next}`, lister),
      200,
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  t.same(seen, made, 'newest first, each once');
});

const isLimitProblem = (t: Test, response: Response) =>
  sameProblem(t, response, {
    status: 409,
    code: 'SESSION_LIMIT_REACHED',
    title: 'You have as many sessions as one may have',
    instance: PATH,
    detail: 'You have 50 of 50 listening sessions; this needs 1 more. Delete some to make room.',
    quota: { name: 'sessions', used: 50, limit: 50 },
  });

t.test('limits the sessions of an owner', async (t) => {
  const collector = harness.music.person('listener', 'Eve');
  const create = () => harness.music.send('POST', PATH, collector, { trackIds: harness.trackIds });
  const answers = await Promise.all(Array.from({ length: 58 }, create));
  const made = answers.filter(({ status }) => status === 201);
  t.equal(made.length, 50, 'of 58 at once');
  for (const refused of answers.filter((answer) => !made.includes(answer))) await isLimitProblem(t, refused);
  const { id } = await json<ListeningSession>(made[0]!, 201);
  t.equal((await harness.music.send('DELETE', `${PATH}/${id}`, collector)).status, 204);
  t.equal((await create()).status, 201, 'an ended session is not counted');
  await isLimitProblem(t, await create());
});
