// Roles and settings as a room knows them, what `can` answers, and the calls by which members with a role manage a room.
import t, { type Test } from 'tap';
import { createHarness } from './kit/fake-room.ts';
import type { ServerMessage } from '../src/listening/messages.ts';

const member = (
  userId: string,
  deviceId: string,
  role: 'owner' | 'coHost' | 'dj' | 'listener' | 'guest',
) => ({
  memberId: `${userId}:${deviceId}`,
  userId,
  deviceId,
  displayName: userId,
  role,
});

/** A room that a user with this role is in. */
async function roomAs(t: Test, role: 'owner' | 'coHost' | 'dj' | 'listener' | 'guest') {
  const harness = createHarness(t);
  await harness.open();
  const members = [member('bea', 'phone', 'listener'), member('ada', 'laptop', role)];
  harness.socket.deliver({ ...harness.snapshot(), ownerId: 'zoe', members, memberCount: 2 });
  const deliver = (message: ServerMessage): void => harness.socket.deliver(message);
  return { harness, room: harness.room, deliver };
}

const settings = (change: object = {}) => ({
  permissions: {
    playback: 'coHost' as const,
    add: 'dj' as const,
    reorder: 'coHost' as const,
    invite: 'owner' as const,
    chat: 'dj' as const,
    vote: 'dj' as const,
  },
  preset: null,
  isLocked: false,
  requiresApproval: false,
  skipSharePercent: 50,
  visibility: 'private' as const,
  fairTurns: false,
  allowsGuests: false,
  ...change,
});

for (const [role, allowed] of [
  ['owner', ['playback', 'add', 'reorder', 'invite', 'chat', 'vote', 'manage']],
  ['coHost', ['playback', 'add', 'reorder', 'chat', 'vote', 'manage']],
  ['dj', ['add', 'chat', 'vote']],
  ['listener', []],
  ['guest', []],
] as const) {
  t.test(`answers what a user may do, by the settings: ${role}`, async (t) => {
    const { room, deliver } = await roomAs(t, role);
    deliver({ type: 'settingsChanged', settings: settings(), playbackControl: 'owner' });
    const actions = ['playback', 'add', 'reorder', 'invite', 'chat', 'vote', 'manage'] as const;
    t.same(
      actions.filter((action) => room.can(action)),
      allowed,
    );
  });
}

t.test('answers what a guest may do: what the settings name guests for', async (t) => {
  const { room, deliver } = await roomAs(t, 'guest');
  const permissions = { ...settings().permissions, playback: 'listener' as const, chat: 'guest' as const };
  deliver({ type: 'settingsChanged', settings: settings({ permissions }), playbackControl: 'everyone' });
  t.equal(room.can('chat'), true);
  for (const action of ['playback', 'vote', 'manage'] as const) t.equal(room.can(action), false, action);
});

t.test('hands on messages that are in no field of the state, also those of a newer server', async (t) => {
  const { room, deliver } = await roomAs(t, 'listener');
  const heard: unknown[] = [];
  const end = room.onMessage((message) => heard.push(message));
  const messages = [{ type: 'inviteCodeChanged', inviteCode: 'K7QW2MXR' }, { type: 'ofAnotherVersion' }];
  for (const message of messages) deliver(message as ServerMessage);
  deliver({ type: 'roleChanged', userId: 'bea', role: 'dj' });
  end();
  deliver({ type: 'inviteCodeChanged', inviteCode: 'AAAAAAAA' });
  t.same(heard, messages);
});

t.test('nothing is allowed before the snapshot', async (t) => {
  const harness = createHarness(t);
  const opening = harness.room.open();
  t.equal(harness.room.can('playback'), false);
  await harness.admit();
  await opening;
  t.equal(harness.room.state.role, null, 'nor for a client that is not among the members');
  t.equal(harness.room.can('playback'), false);
});

t.test('follows changes of roles, settings, host and requests', async (t) => {
  const { room, deliver } = await roomAs(t, 'listener');
  t.match(room.state, { role: 'listener', settings: { preset: 'radio' }, ownerId: 'zoe', requests: [] });
  deliver({ type: 'roleChanged', userId: 'ada', role: 'dj' });
  deliver({ type: 'roleChanged', userId: 'bea', role: 'coHost' });
  deliver({ type: 'settingsChanged', settings: settings({ isLocked: true }), playbackControl: 'everyone' });
  t.match(room.state, {
    role: 'dj',
    members: [
      { userId: 'bea', role: 'coHost' },
      { userId: 'ada', role: 'dj' },
    ],
    settings: { isLocked: true },
    playbackControl: 'everyone',
  });
  t.equal(room.can('add'), true);
  t.equal(room.can('playback'), false);
  deliver({ type: 'hostChanged', ownerId: 'zoe', actingHostId: 'ada' });
  t.equal(room.state.actingHostId, 'ada');
  t.ok(room.can('playback') && room.can('invite') && room.can('manage'), 'as the owner');
  deliver({ type: 'hostChanged', ownerId: 'zoe', actingHostId: null });
  t.equal(room.can('playback'), false);
  const request = { userId: 'tom', displayName: 'Tom', requestedAt: '2026-11-23T11:16:00.000Z' };
  deliver({ type: 'joinRequested', request });
  deliver({ type: 'joinRequested', request });
  t.same(room.state.requests, [request]);
  deliver({ type: 'joinRequestEnded', userId: 'tom' });
  t.same(room.state.requests, []);
});

t.test('manages by calls that name the session and the user', async (t) => {
  const { harness, room } = await roomAs(t, 'owner');
  const sessionId = 'session-1';
  const ofBea = { sessionId, userId: 'bea' };
  await room.members.setRole('bea', 'dj');
  await room.members.kick('bea');
  await room.members.ban('bea');
  await room.members.unban('bea');
  t.same(await room.members.bans(), []);
  await room.settings.set({ preset: 'party' });
  t.equal(await room.settings.rotateInviteCode(), 'K7QW2MXR');
  t.same(await room.requests.list(), []);
  await room.requests.approve('bea');
  await room.requests.refuse('bea');
  await room.transferOwnership('bea');
  t.same(harness.calls, [
    ['setMemberRole', { ...ofBea, role: 'dj' }],
    ['removeMember', ofBea],
    ['banUser', ofBea],
    ['unbanUser', ofBea],
    ['listBans', { sessionId }],
    ['updateSessionSettings', { sessionId, preset: 'party' }],
    ['rotateInviteCode', { sessionId }],
    ['listJoinRequests', { sessionId }],
    ['answerJoinRequest', { ...ofBea, decision: 'approve' }],
    ['answerJoinRequest', { ...ofBea, decision: 'refuse' }],
    ['transferSession', ofBea],
  ]);
});

for (const [code, closeReason] of [
  [4008, 'removed'],
  [4009, 'banned'],
] as const) {
  t.test(`does not come back when it is ${closeReason}`, async (t) => {
    const { harness, room } = await roomAs(t, 'listener');
    harness.socket.closeByServer(code);
    t.match(room.state, { status: 'closed', closeReason });
    await harness.pass(10_000);
    t.equal(harness.sockets.length, 1);
  });
}

t.test('follows the votes to skip, and forgets them with the item', async (t) => {
  const { harness, room, deliver } = await roomAs(t, 'listener');
  const queueItemId = room.state.timeline?.queueItemId ?? '';
  const votes = { type: 'skipVotes' as const, queueItemId, count: 1, needed: 2 };
  t.equal(room.state.skipVotes, null);
  deliver({ ...votes, vote: { userId: 'bea', isCounted: true } });
  t.same(room.state.skipVotes, { queueItemId, count: 1, needed: 2, hasVoted: false });
  deliver({ ...votes, count: 2, needed: 3, vote: { userId: 'ada', isCounted: true } });
  deliver({ ...votes, count: 2, needed: 4 });
  t.match(room.state.skipVotes, { count: 2, needed: 4, hasVoted: true });
  deliver({ ...votes, vote: { userId: 'ada', isCounted: false } });
  t.match(room.state.skipVotes, { count: 1, hasVoted: false });
  deliver({ ...votes, queueItemId: 'another', count: 9 });
  t.match(room.state.skipVotes, { count: 1 }, 'not of the current item');
  deliver({ ...harness.snapshot(), skipVotes: { queueItemId, count: 3, needed: 4, hasVoted: true } });
  t.match(room.state.skipVotes, { count: 3, hasVoted: true });
  const timeline = harness.timeline({ revision: 9, queueItemId: 'item-2' });
  deliver({ type: 'timeline', commandId: 'skip-1-9', timeline, leadTimeMs: 100, by: null });
  t.equal(room.state.skipVotes, null);
});

t.test('follows the presence of members, and tells its own once when it changes', async (t) => {
  const { harness, room, deliver } = await roomAs(t, 'listener');
  const presences = () => room.state.members.map(({ presence = 'listening' }) => presence);
  const told = () =>
    harness.socket.sent.flatMap((message) => (message.type === 'presence' ? message.presence : []));
  const counts = { away: 3, buffering: 1 };
  deliver({ type: 'presenceChanged', counts, members: [{ memberId: 'bea:phone', presence: 'away' }] });
  t.same([room.state.presence, presences()], [counts, ['away', 'listening']]);
  deliver({ type: 'presenceChanged', counts: { away: 0, buffering: 0 }, members: [] });
  t.same([room.state.presence, presences()], [{ away: 0, buffering: 0 }, ['listening', 'listening']]);
  deliver({ ...harness.snapshot(), presence: counts });
  t.same(room.state.presence, counts);

  await harness.pass(1100);
  t.same(told(), [], 'a room begins as listening');
  for (const isAway of [true, false, true]) room.setAway(isAway);
  await harness.pass(2200);
  t.same(told(), ['away'], 'at most once a second');
  deliver(harness.snapshot());
  await harness.pass(1100);
  t.same(told(), ['away', 'away'], 'a snapshot may come from a server that has forgotten it');
  room.setAway(false);
  await harness.pass(1100);
  t.same(told(), ['away', 'away', 'listening']);
  const earlier: Partial<ReturnType<typeof harness.snapshot>> = { ...harness.snapshot() };
  delete earlier.presence;
  deliver(earlier as ServerMessage);
  room.setAway(true);
  await harness.pass(1100);
  t.equal(told().length, 3, 'a server of an earlier version is not told');
});

t.test('is buffering while something should play that the player has not got', async (t) => {
  const { harness, room } = await roomAs(t, 'listener');
  const loaded = Promise.withResolvers<undefined>();
  harness.player.load = () => loaded.promise;
  const [queueItem] = room.state.queue;
  const queue = [{ ...queueItem!, id: 'item-9', trackId: 'track-9' }];
  harness.socket.deliver({
    ...harness.snapshot({ revision: 1, state: 'playing', queueItemId: 'item-9' }),
    queue,
  });
  const told = () =>
    harness.socket.sent.flatMap((message) => (message.type === 'presence' ? message.presence : []));
  await harness.pass(1200);
  t.same(told(), ['buffering']);
  loaded.resolve(undefined);
  await harness.pass(1200);
  t.same(told(), ['buffering', 'listening']);
});
