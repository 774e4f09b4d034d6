// Who may do what to whom in a session, by role; and what a change of a role or of the settings changes, and when.
import t from 'tap';
import type { Permissions } from '../../src/generated/listening.schemas.gen.ts';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';
import { accessDelta } from '../../src/listening/model/access-delta.ts';
import { presets, type RoomAccess } from '../../src/listening/model/room-access.ts';
import type { Music, Person } from '../kit/music.ts';
import { createCast, type Cast } from './kit/cast.ts';
import { commandId, createHarness, json, type Harness } from './kit/harness.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t, { env: { LISTENER_MAX_SESSIONS: '1' } });
  there = await harness.instance();
});

const codeOf = async (response: Response): Promise<unknown> =>
  response.status < 300 ? response.status : ((await response.json()) as { code: string }).code;

type Who = keyof Cast['people'];
const everyone: readonly Who[] = ['stranger', 'listener', 'dj', 'coHost', 'owner'];

interface Action {
  readonly name: string;
  readonly request: (cast: Cast, victim: Person) => [method: string, path: string, body?: object];
  /** The role of the user that it is done to, if the action has one. */
  readonly to?: 'coHost' | 'dj' | 'listener';
  /** What happens for a stranger, a listener, a DJ, a co-host and the owner. */
  readonly answers: readonly (number | string)[];
}

const byManagers = (status: number) => ['SESSION_NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', status, status];
const byOwner = (status: number) => ['SESSION_NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', status];
const byNobody = ['SESSION_NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'];

const actions: readonly Action[] = [
  {
    name: 'change the settings',
    request: () => ['PATCH', '/settings', { permissions: { add: 'listener' } }],
    answers: byManagers(200),
  },
  {
    name: 'keep something for the owner alone',
    request: () => ['PATCH', '/settings', { permissions: { invite: 'owner' } }],
    answers: byOwner(200),
  },
  {
    name: 'make a listener a DJ',
    to: 'listener',
    request: (_, { id }) => ['PUT', `/members/${id}/role`, { role: 'dj' }],
    answers: byManagers(204),
  },
  {
    name: 'make a DJ a co-host',
    to: 'dj',
    request: (_, { id }) => ['PUT', `/members/${id}/role`, { role: 'coHost' }],
    answers: byOwner(204),
  },
  {
    name: 'make a co-host a listener',
    to: 'coHost',
    request: (_, { id }) => ['PUT', `/members/${id}/role`, { role: 'listener' }],
    answers: byOwner(204),
  },
  {
    name: 'give the owner another role',
    request: ({ people }) => ['PUT', `/members/${people.owner.id}/role`, { role: 'listener' }],
    answers: [...byNobody, 'FORBIDDEN'],
  },
  {
    name: 'give a role to a user who is no member',
    request: ({ people }) => ['PUT', `/members/${people.stranger.id}/role`, { role: 'dj' }],
    answers: byManagers(0).map((answer) => (answer === 0 ? 'MEMBER_NOT_FOUND' : answer)),
  },
  {
    name: 'remove a listener',
    to: 'listener',
    request: (_, { id }) => ['DELETE', `/members/${id}`],
    answers: byManagers(204),
  },
  {
    name: 'remove a co-host',
    to: 'coHost',
    request: (_, { id }) => ['DELETE', `/members/${id}`],
    answers: byOwner(204),
  },
  {
    name: 'remove the owner',
    request: ({ people }) => ['DELETE', `/members/${people.owner.id}`],
    answers: [...byNobody, 'OWNER_CANNOT_LEAVE'],
  },
  {
    name: 'ban a DJ',
    to: 'dj',
    request: (_, { id }) => ['PUT', `/bans/${id}`],
    answers: byManagers(204),
  },
  {
    name: 'ban a co-host',
    to: 'coHost',
    request: (_, { id }) => ['PUT', `/bans/${id}`],
    answers: byOwner(204),
  },
  {
    name: 'ban the owner',
    request: ({ people }) => ['PUT', `/bans/${people.owner.id}`],
    answers: [...byNobody, 'FORBIDDEN'],
  },
  {
    name: 'lift a ban',
    request: ({ people }) => ['DELETE', `/bans/${people.stranger.id}`],
    answers: byManagers(204),
  },
  { name: 'list the bans', request: () => ['GET', '/bans'], answers: byManagers(200) },
  { name: 'list the requests', request: () => ['GET', '/requests'], answers: byManagers(200) },
  {
    name: 'decide about a request that is not there',
    request: ({ people }) => ['PUT', `/requests/${people.stranger.id}`, { decision: 'approve' }],
    answers: byManagers(0).map((answer) => (answer === 0 ? 'JOIN_REQUEST_NOT_FOUND' : answer)),
  },
  { name: 'replace the invite code', request: () => ['POST', '/invite-code'], answers: byManagers(200) },
  {
    name: 'give the session to a user who is no member',
    request: ({ people }) => ['PUT', '/owner', { userId: people.stranger.id }],
    answers: byOwner(0).map((answer) => (answer === 0 ? 'MEMBER_NOT_FOUND' : answer)),
  },
  {
    name: 'give the session to another member',
    to: 'listener',
    request: (_, { id }) => ['PUT', '/owner', { userId: id }],
    answers: byOwner(204),
  },
];

t.test('each role may do what the table says, and nothing else', async (t) => {
  const cast = await createCast(harness);
  let { session } = cast;
  for (const { name, request, to, answers } of actions) {
    let victim = cast.people.listener;
    let isSpent = to !== undefined;
    for (const [index, who] of everyone.entries()) {
      if (isSpent) victim = await harness.guest(session);
      if (isSpent && to !== 'listener')
        await cast.call(cast.people.owner, 'PUT', `/members/${victim.id}/role`, { role: to });
      const [method, path, body] = request(cast, victim);
      const answer = await codeOf(await cast.call(cast.people[who], method, path, body));
      t.equal(answer, answers[index], `${who}: ${name}`);
      isSpent = to !== undefined && typeof answer === 'number';
    }
    session = await json(await cast.call(cast.people.owner, 'GET', ''), 200);
  }
});

t.test('settings that are the same in another order are not told', (t) => {
  const permissions = Object.fromEntries(Object.entries(presets.party).reverse()) as Permissions;
  const after: RoomAccess = {
    version: 2,
    ownerId: 'owner',
    actingHostId: null,
    permissions: presets.party,
    roles: {},
    isLocked: false,
    requiresApproval: false,
    skipSharePercent: 50,
    visibility: 'private',
    fairTurns: false,
    allowsGuests: false,
    requests: [],
    removals: [],
  };
  t.same(accessDelta({ ...after, version: 1, permissions }, after).messages, []);
  t.match(accessDelta({ ...after, version: 1, permissions: presets.radio }, after).messages, [
    { type: 'settingsChanged', settings: { preset: 'party' } },
  ]);
  t.end();
});

t.test('each preset lets the roles control playback that it names', async (t) => {
  const cast = await createCast(harness, { settings: { preset: 'party' } });
  const roles = ['listener', 'dj', 'coHost', 'owner'] as const;
  const clients = await Promise.all(
    roles.map(async (role) => {
      const client = await harness.connect(cast.session, cast.people[role]);
      t.match(await client.snapshot(), { settings: { preset: 'party' }, playbackControl: 'everyone' });
      return { role, client };
    }),
  );
  for (const preset of ['party', 'radio', 'class'] as const) {
    const changed = await cast.call(cast.people.owner, 'PATCH', '/settings', { preset });
    const settings = {
      permissions: presets[preset],
      preset,
      isLocked: false,
      requiresApproval: false,
      skipSharePercent: 50,
      visibility: 'private',
      fairTurns: false,
      allowsGuests: false,
    };
    t.same(await json(changed, 200), settings);
    for (const { role, client } of clients) {
      // The first preset is the one of the beginning, so there is nothing to tell.
      if (preset !== 'party')
        t.same(await client.next('settingsChanged'), {
          type: 'settingsChanged',
          settings,
          playbackControl: 'owner',
        });
      // A permitted command reaches the next check.
      client.send({ type: 'pause', commandId: commandId(), revision: 0 });
      const isAllowed = roles.indexOf(role) >= roles.indexOf(presets[preset].playback);
      t.equal(
        (await client.next('problem')).code,
        isAllowed ? 'NOT_PLAYING' : 'FORBIDDEN',
        `${preset}: ${role}`,
      );
    }
  }
});

t.test('a refusal names the roles that may, for each of them', async (t) => {
  const cast = await createCast(harness);
  const client = await harness.connect(cast.session, cast.people.listener);
  await client.snapshot();
  for (const [playback, who] of [
    ['owner', 'the owner'],
    ['coHost', 'the owner and co-hosts'],
    ['dj', 'the owner, co-hosts and DJs'],
  ] as const) {
    await cast.call(cast.people.owner, 'PATCH', '/settings', { permissions: { playback } });
    client.send({ type: 'pause', commandId: commandId(), revision: 0 });
    const detail = `In this session only ${who} may control playback`;
    t.match(await client.next('problem'), { code: 'FORBIDDEN', detail });
  }
});

t.test('a role counts at once on every instance, on all devices of the user, and stays', async (t) => {
  const cast = await createCast(harness);
  const { owner, listener } = cast.people;
  const [phone, laptop, ada] = [
    await harness.connect(cast.session, listener, { deviceId: 'phone', at: there }),
    await harness.connect(cast.session, listener),
    await harness.connect(cast.session, owner),
  ];
  for (const client of [phone, laptop, ada]) await client.snapshot();
  t.equal((await cast.call(owner, 'PUT', `/members/${listener.id}/role`, { role: 'coHost' })).status, 204);
  phone.send({ type: 'play', commandId: commandId(), revision: 0 });
  for (const client of [phone, laptop, ada]) {
    t.same(await client.next('roleChanged'), { type: 'roleChanged', userId: listener.id, role: 'coHost' });
    t.match(await client.next('timeline'), { timeline: { revision: 1, state: 'playing' } });
  }
  phone.close();
  await ada.next('memberLeft');
  const again = await harness.connect(cast.session, listener, { deviceId: 'phone' });
  const { members } = await again.snapshot();
  t.same(
    members.filter(({ userId }) => userId === listener.id).map(({ role }) => role),
    ['coHost', 'coHost'],
  );
  t.match(await ada.next('memberJoined'), { member: { role: 'coHost' } });
  await cast.call(owner, 'PUT', `/members/${listener.id}/role`, { role: 'listener' }, there);
  again.send({ type: 'pause', commandId: commandId(), revision: 1 });
  t.match(await again.next('problem'), { code: 'FORBIDDEN' });
});

t.test('a co-host may step down', async (t) => {
  const cast = await createCast(harness);
  const { coHost } = cast.people;
  const stepDown = () => cast.call(coHost, 'PUT', `/members/${coHost.id}/role`, { role: 'listener' });
  t.equal((await stepDown()).status, 204);
  t.equal(await codeOf(await stepDown()), 'FORBIDDEN', 'who is a listener now');
});

t.test('shows the invite code to the roles that may invite', async (t) => {
  const cast = await createCast(harness, { settings: { preset: 'class' } });
  for (const [who, isShown] of [
    ['owner', true],
    ['coHost', true],
    ['dj', false],
    ['listener', false],
  ] as const) {
    const shown = await json<ListeningSession>(await cast.call(cast.people[who], 'GET', ''), 200);
    t.match(shown, { role: who, inviteCode: isShown ? cast.session.inviteCode : /^$/ }, who);
  }
});

t.test('the former owner becomes a co-host, and the session counts for the new one', async (t) => {
  const cast = await createCast(harness);
  const { owner, listener, dj } = cast.people;
  const client = await harness.connect(cast.session, dj, { at: there });
  await client.snapshot();
  t.equal((await cast.call(owner, 'PUT', '/owner', { userId: listener.id })).status, 204);
  t.same(await client.next('hostChanged'), {
    type: 'hostChanged',
    ownerId: listener.id,
    actingHostId: null,
  });
  const changed = [await client.next('roleChanged'), await client.next('roleChanged')];
  t.same(
    changed.map(({ userId, role }) => [userId, role]).sort(),
    [
      [listener.id, 'owner'],
      [owner.id, 'coHost'],
    ].sort(),
  );
  t.equal(await codeOf(await cast.call(owner, 'DELETE', '')), 'FORBIDDEN');
  const created = await harness.music.send('POST', '/api/music/sessions', listener, {
    trackIds: harness.trackIds,
  });
  t.equal(await codeOf(created), 'SESSION_LIMIT_REACHED', 'a listener may have one session here');
  const other = await harness.session();
  await harness.music.send('POST', '/api/music/sessions/join', listener, { inviteCode: other.inviteCode });
  const path = `/api/music/sessions/${other.id}/owner`;
  const refused = await harness.music.send('PUT', path, owner, { userId: listener.id });
  t.equal(await codeOf(refused), 'OWNER_LIMIT_REACHED');
  t.equal((await cast.call(listener, 'DELETE', '')).status, 204, 'the new owner may end the session');
});

t.test('of many changes at once none is lost, and every instance shows the same', async (t) => {
  const cast = await createCast(harness);
  const { owner, coHost } = cast.people;
  const client = await harness.connect(cast.session, cast.people.listener, { at: there });
  await client.snapshot();
  const guests = await Promise.all(Array.from({ length: 4 }, () => harness.guest(cast.session)));
  const answers = await Promise.all(
    guests.map(({ id }, index) =>
      index % 2 === 0
        ? cast.call(owner, 'PUT', `/members/${id}/role`, { role: 'dj' })
        : cast.call(coHost, 'PUT', `/members/${id}/role`, { role: 'dj' }, there),
    ),
  );
  t.same(
    answers.map(({ status }) => status),
    [204, 204, 204, 204],
  );
  const told = new Set<string>();
  while (told.size < guests.length) {
    const { userId, role } = await client.next('roleChanged');
    t.equal(role, 'dj');
    t.notOk(told.has(userId), 'each is told once');
    told.add(userId);
  }
  t.same([...told].sort(), guests.map(({ id }) => id).sort());
});
