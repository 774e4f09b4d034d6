// The mock client: its answers, what it records, its failures, and its room.
import { mock } from 'node:test';
import t, { type Test } from 'tap';
import { DownbeatError, type RoomState } from '../src/index.ts';
import { microseconds, performanceClock, SimulatedPlayer } from '../src/listening.ts';
import { libraryOf } from '../src/library.ts';
import { MockDownbeat } from '../src/mock.ts';
import { joinAsGuest, togetherOf } from '../src/together.ts';

const login = { email: 'ada@example.org', password: 'correct horse' };

await t.test('answers each operation with the example of its contract, and records the calls', async (t) => {
  const downbeat = new MockDownbeat();
  const { user } = await downbeat.auth.login(login);
  t.equal(downbeat.session.current?.user.id, user.id, 'is signed in');
  const titles: string[] = [];
  for await (const { title } of downbeat.music.listTracks({ q: 'a b', limit: 2 })) titles.push(title);
  t.ok(titles.length > 0);
  const playlistId = 'p/1';
  await downbeat.music.updatePlaylist({ playlistId, name: 'Sunday' }, { ifMatch: '"7"' });
  await downbeat.music.deletePlaylist({ playlistId });
  t.match(await downbeat.notification.listMails(), { items: Array });
  t.match(await downbeat.auth.getMetrics(), /\w/);
  t.strictSame(downbeat.server.calls.map(({ operationId, input }) => [operationId, input]).slice(0, 4), [
    ['login', login],
    ['listTracks', { q: 'a b', limit: 2 }],
    ['updatePlaylist', { playlistId, name: 'Sunday' }],
    ['deletePlaylist', { playlistId }],
  ]);
  const [update] = downbeat.server.callsOf('updatePlaylist');
  t.equal(update?.headers.get('if-match'), '"7"');
  t.match(update?.headers.get('authorization'), /^Bearer \w/);
});

await t.test('takes uploads to their end, and media need no server', async (t) => {
  const downbeat = new MockDownbeat();
  const sent: (number | null)[] = [];
  const audio = { data: new Uint8Array(100_000), name: 'a.mp3' };
  const track = await downbeat.music.createTrack(
    { audio, title: 'Harbour', year: 2026 },
    { onProgress: ({ sentBytes, totalBytes }) => sent.push(sentBytes - (totalBytes ?? 0)) },
  );
  t.equal(sent.at(-1), 0);
  t.match(downbeat.server.calls, [
    {
      operationId: 'createTrack',
      input: { title: 'Harbour', year: 2026, audio: { name: 'a.mp3', size: 100_000 } },
    },
  ]);
  const silence = await fetch(downbeat.mediaUrl(track.streamUrl));
  t.equal(Buffer.from(await silence.arrayBuffer()).toString('latin1', 0, 4), 'RIFF');
  t.match(downbeat.mediaUrl('/api/music/tracks/t1/cover?sid=1'), /^data:image/);
});

await t.test('answers as told, fails by code, and forgets that', async (t) => {
  const downbeat = new MockDownbeat();
  const { server } = downbeat;
  server.on('getTrack', async ({ trackId }) => {
    const track = await new MockDownbeat().music.getTrack({ trackId });
    return { ...track, title: `Track ${trackId}` };
  });
  t.equal((await downbeat.music.getTrack({ trackId: 't 9' })).title, 'Track t 9');
  server.on('createPlaylist', () => {
    throw new DownbeatError('QUOTA_EXCEEDED', 'You have too many', { status: 409 });
  });
  t.match(await downbeat.music.createPlaylist({ name: 'x' }).result(), {
    code: 'QUOTA_EXCEEDED',
    error: { status: 409, message: 'You have too many' },
  });
  server.fail('login', 'INVALID_CREDENTIALS');
  t.match(await downbeat.auth.login(login).result(), { code: 'INVALID_CREDENTIALS', error: { status: 401 } });
  server.fail('getTrack', 'NETWORK_ERROR', { times: 1 });
  t.match(await downbeat.music.getTrack({ trackId: 't1' }).result(), { code: 'NETWORK_ERROR' });
  t.equal((await downbeat.music.getTrack({ trackId: 't1' })).title, 'Track t1', 'as before the failure');
  server.reset();
  t.ok((await downbeat.auth.login(login).result()).ok);
  t.equal(server.calls.length, 1);
  // @ts-expect-error a login cannot answer this code
  server.fail('login', 'TRACK_NOT_FOUND');
});

await t.test('takes uploads where the class File is another than that of Node, as in jsdom', async (t) => {
  const { server, music } = new MockDownbeat();
  t.intercept(globalThis, 'File', { value: class OtherFile extends Blob {} });
  const audio = new Blob(['sound'], { type: 'audio/mpeg' });
  t.ok((await music.createTrack({ audio, title: 'Lullaby', genre: 'Folk' }).result()).ok);
  t.match(server.callsOf('createTrack'), [{ input: { title: 'Lullaby', genre: 'Folk' } }]);
  server.fail('createTrack', 'QUOTA_EXCEEDED');
  t.match(await music.createTrack({ audio }).result(), { code: 'QUOTA_EXCEEDED' });
});

await t.test('fails as the services do: with their status, and with all that an error says', async (t) => {
  const { server, music, auth, google } = new MockDownbeat();
  for (const [code, status] of [
    ['STORAGE_UNAVAILABLE', 503],
    ['STORAGE_FULL', 507],
    ['FILE_TOO_LARGE', 413],
  ] as const) {
    server.fail('createTrack', code);
    t.match(await music.createTrack({ audio: new Blob(['x']) }).result(), { code, error: { status } });
  }
  server.fail('register', 'EMAIL_TAKEN');
  const registration = { ...login, displayName: 'Ada', role: 'artist' } as const;
  const { error } = (await auth.register(registration).result()) as { error: DownbeatError };
  t.equal(error.status, 409);
  t.not(error.message, 'EMAIL_TAKEN', 'in the words of the service');
  const problem = {
    type: 'about:blank',
    title: 'No room',
    status: 409,
    code: 'QUOTA_EXCEEDED',
    instance: '/',
    requestId: 'r7',
    errors: [{ in: 'body', field: 'name', message: 'is one too many' }],
    quota: { name: 'playlists', used: 9, limit: 9 },
  } as const;
  server.on('createPlaylist', () => {
    const thrown = { ...problem, errors: [...problem.errors] };
    throw new DownbeatError('QUOTA_EXCEEDED', 'No room', { problem: thrown, retryAfterMs: 9000 });
  });
  const refused = await music.createPlaylist({ name: 'x' }).catch((reason: unknown) => reason);
  t.match(refused, { message: 'No room', status: 409, retryAfterMs: 9000, requestId: 'r7', problem });
  t.equal((refused as DownbeatError).messageOf('name'), 'is one too many');
  server.fail('startGoogle', 'GOOGLE_NOT_CONFIGURED', { times: 1 });
  await t.rejects(google.begin(), { code: 'GOOGLE_NOT_CONFIGURED' });
  t.match((await google.begin()).href, /code_challenge/);
  // @ts-expect-error the client calls no service for it
  server.fail('openSocket', 'NOT_FOUND');
});

await t.test('ends a call by its signal and its time limit, as a network does', async (t) => {
  const downbeat = new MockDownbeat();
  t.match(await downbeat.auth.login(login, { signal: AbortSignal.abort() }).result(), { code: 'ABORTED' });
  t.equal(downbeat.session.current, null, 'is not signed in');
  t.same(downbeat.server.calls, []);
  downbeat.server.on('listTracks', () => new Promise(() => undefined));
  t.match(await downbeat.music.listTracks({}, { timeoutMs: 5 }).result(), { code: 'TIMEOUT' });
});

await t.test('takes its time when told so, and a call can end before', async (t) => {
  const downbeat = new MockDownbeat({ latencyMs: 60_000 });
  t.match(await downbeat.auth.getHealth({ timeoutMs: 5 }).result(), { code: 'TIMEOUT' });
});

/** A room in simulated time. */
async function roomOf(t: Test) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  let nowUs = 1_000_000;
  const clock = { nowUs: () => microseconds(nowUs) };
  const downbeat = new MockDownbeat({ clock });
  const player = new SimulatedPlayer({ clock });
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 5) {
      nowUs += 5000;
      mock.timers.tick(5);
      for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    }
  };
  /** Lets time pass until a promise is settled. */
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    const settled = { yet: false };
    void promise.catch(() => undefined).finally(() => (settled.yet = true));
    while (!settled.yet) {
      await new Promise((resolve) => void setImmediate(resolve));
      await pass(5);
    }
    return promise;
  };
  await downbeat.auth.login(login);
  const session = await downbeat.music.createSession({ trackIds: ['t1', 't2'] });
  const room = await settle(downbeat.listen(session.id, { player, deviceId: 'd1', clock }));
  t.teardown(() => {
    room.close();
    mock.timers.reset();
  });
  const enter = (deviceId: string) =>
    downbeat.listen(session.id, { player: new SimulatedPlayer({ clock }), deviceId, clock });
  /** Enters without reports of plays. */
  const silent = (deviceId: string) =>
    downbeat.listen(session.id, {
      player: new SimulatedPlayer({ clock }),
      deviceId,
      clock,
      reportPlays: false,
    });
  return {
    downbeat,
    room,
    player,
    enter,
    silent,
    pass,
    settle,
    durationMs: session.queue[0]?.durationMs ?? 0,
  };
}

await t.test('sends commands on a page without TLS, which has no randomUUID', async (t) => {
  const { room, settle } = await roomOf(t);
  t.intercept(crypto, 'randomUUID', { value: undefined });
  await settle(room.play());
  t.equal(room.state.timeline?.state, 'playing');
});

await t.test('reports what is heard in a room, unless it must not', async (t) => {
  const { downbeat, room, settle, silent, durationMs } = await roomOf(t);
  const other = await settle(silent('d2'));
  t.teardown(() => other.close());
  await settle(room.play());
  const results = new Promise((resolve) => libraryOf(downbeat).plays.onResults(resolve));
  t.match(await settle(results), [{ outcome: 'counted' }]);
  const [call, ...more] = downbeat.server.callsOf('reportPlays');
  t.equal(more.length, 0);
  t.match(call?.input, { plays: [{ trackId: 't1' }] });
  const [{ playedMs } = { playedMs: 0 }] = call?.input['plays'] as { playedMs: number }[];
  t.ok(playedMs >= durationMs / 2 && playedMs < durationMs / 2 + 6000, `${playedMs} ms`);
});

await t.test('plays, seeks and pauses in a simulated room, and goes on to the next item', async (t) => {
  const { downbeat, room, player, pass, settle, durationMs } = await roomOf(t);
  t.match(room.state, { status: 'open', memberCount: 1, queue: [{ trackId: 't1' }, { trackId: 't2' }] });
  t.equal(room.state.members[0]?.memberId, room.state.memberId);
  t.match(await settle(room.pause()).catch((error: unknown) => error), { code: 'NOT_PLAYING' });
  await settle(room.play());
  await pass(2000);
  t.ok(Math.abs(room.positionMs() - 1900) < 50, `${room.positionMs()} ms`);
  t.ok(player.starts.length > 0);
  const preview = await downbeat.music.previewSession({ inviteCode: 'K7QW2MXR' });
  t.match(preview, { ownerName: 'Ada', isPlaying: true, memberCount: 1, track: { title: String } });
  await settle(room.seek(durationMs - 1000));
  await pass(3000);
  t.equal(room.state.currentItem?.trackId, 't2');
  t.match(downbeat.room.session(), { timeline: { state: 'playing' }, memberCount: 1 });
  await settle(room.pause());
  t.equal(room.state.timeline?.state, 'paused');
  const beyond = await settle(room.seek(durationMs + 1)).catch((error: unknown) => error);
  t.match(beyond, { code: 'POSITION_BEYOND_END' });
  t.equal(room.state.playback, 'paused');
  downbeat.room.playToEnd();
  await pass(500);
  t.match(room.state, { playback: 'ended', currentItem: { trackId: 't2' } });
  downbeat.room.edit([{ op: 'add', trackIds: ['t3'] }]);
  await pass(500);
  t.match(room.state, { playback: 'playing', currentItem: { trackId: 't3' } });
});

await t.test('has other members, who come, go and give commands, and can lose the socket', async (t) => {
  const { downbeat, room, pass } = await roomOf(t);
  const seen: RoomState['status'][] = [];
  room.onChange(({ status }) => {
    if (seen.at(-1) !== status) seen.push(status);
  });
  const presence: string[] = [];
  room.onPresence(({ type, member }) => presence.push(`${member.displayName} ${type}`));
  const lena = downbeat.room.addMember('Lena');
  await pass(5);
  t.same(
    room.state.members.map(({ displayName }) => displayName),
    ['Ada', 'Lena'],
  );
  downbeat.room.play({ positionMs: 5000 });
  await pass(1000);
  t.ok(Math.abs(room.positionMs() - 5900) < 50, `${room.positionMs()} ms`);
  downbeat.room.removeMember(lena);
  await pass(5);
  t.equal(room.state.memberCount, 1);
  downbeat.room.disconnect();
  downbeat.room.addMember('Kim');
  t.equal(room.state.status, 'waiting');
  await pass(1000);
  t.equal(room.state.status, 'open');
  t.same(presence, ['Lena joined', 'Lena left', 'Kim joined'], 'also while the socket was lost');
  downbeat.room.disconnect('sessionEnded');
  t.match(room.state, { status: 'closed', closeReason: 'sessionEnded' });
  t.same(seen, ['open', 'waiting', 'connecting', 'open', 'closed']);
});

await t.test('has roles, settings and requests to join, which the owner changes', async (t) => {
  const { downbeat, room, pass, settle } = await roomOf(t);
  const lena = downbeat.room.addMember('Lena');
  t.equal(room.can('manage'), true);
  await settle(room.members.setRole(lena.userId, 'dj'));
  t.match(await settle(room.settings.set({ preset: 'class', isLocked: true })), { preset: 'class' });
  const tom = downbeat.room.requestJoin('Tom');
  const kim = downbeat.room.requestJoin('Kim');
  await pass(5);
  t.match(room.state, {
    role: 'owner',
    members: [{ displayName: 'Ada' }, { displayName: 'Lena', role: 'dj' }],
    settings: { preset: 'class', isLocked: true, permissions: { add: 'dj' } },
    requests: [{ displayName: 'Tom' }, { displayName: 'Kim' }],
  });
  t.same(await settle(room.requests.list()), [tom, kim]);
  await settle(room.requests.approve(tom.userId));
  await settle(room.requests.refuse(kim.userId));
  await settle(room.members.kick(lena.userId));
  await pass(5);
  t.match(room.state, { requests: [], memberCount: 2, members: [{}, { displayName: 'Tom' }] });
  await settle(room.transferOwnership(tom.userId));
  await pass(5);
  t.match(room.state, {
    role: 'coHost',
    ownerId: tom.userId,
    members: [{ role: 'coHost' }, { role: 'owner' }],
  });
  downbeat.room.setRole(downbeat.session.current!.user.id, 'listener');
  await pass(5);
  t.equal(room.can('playback'), false);
  t.match(await settle(room.play()).catch((error: unknown) => error), { code: 'FORBIDDEN' });
});

await t.test('goes on to the next item after the only socket was lost', async (t) => {
  const { downbeat, room, pass, settle, durationMs } = await roomOf(t);
  await settle(room.play({ positionMs: durationMs - 3000 }));
  downbeat.room.disconnect();
  await pass(1000);
  t.equal(room.state.status, 'open');
  await pass(4000);
  t.equal(room.state.currentItem?.trackId, 't2');
});

await t.test('tells of other devices of the client, and lets the same one in once', async (t) => {
  const { room, settle, pass, enter } = await roomOf(t);
  const presence: string[] = [];
  room.onPresence(({ type, member }) => presence.push(`${member.deviceId} ${type}`));
  const second = await settle(enter('d2'));
  t.equal(room.state.memberCount, 2);
  const again = await settle(enter('d2'));
  t.match(second.state, { status: 'closed', closeReason: 'replaced' });
  t.equal(again.state.memberCount, 2);
  again.close();
  await pass(5);
  t.same(presence, ['d2 joined', 'd2 left']);
});

await t.test('keeps a queue that members edit, by the rules of the server', async (t) => {
  const { downbeat, room, pass, settle } = await roomOf(t);
  const tracks = () => room.state.queue.map(({ trackId }) => trackId).join();
  await settle(room.queue.add(['t3', 't4'], { after: 'current' }));
  t.equal(tracks(), 't1,t3,t4,t2');
  t.equal(room.state.queue[1]?.addedBy, room.state.members[0]?.userId);
  downbeat.room.addMember('Lena');
  downbeat.room.edit([{ op: 'remove', itemIds: [room.state.queue[2]!.id] }]);
  await pass(5);
  t.equal(tracks(), 't1,t3,t2');
  await settle(room.next());
  t.match(room.state, { currentItem: { trackId: 't3' }, timeline: { state: 'playing' } });
  await settle(room.queue.remove([room.state.queue[1]!.id]));
  t.equal(room.state.timeline?.queueItemId, room.state.queue[1]?.id);
  downbeat.room.next();
  const atEnd = await settle(room.next()).catch((error: unknown) => error);
  t.match(atEnd, { code: 'END_OF_QUEUE' });
  await settle(room.setRepeat('all'));
  await settle(room.next());
  t.equal(room.state.timeline?.queueItemId, room.state.queue[0]?.id);
  const unknown = await settle(room.queue.remove(['nothing'])).catch((error: unknown) => error);
  t.match(unknown, { code: 'QUEUE_ITEM_NOT_FOUND' });
  await settle(room.queue.saveAsPlaylist('Friday'));
  t.match(downbeat.server.callsOf('createPlaylist')[0]?.input, { name: 'Friday', trackIds: ['t1', 't2'] });
  await settle(room.queue.clear());
  t.equal(tracks(), 't1');
});

await t.test('skips when enough of its members vote, as the server does', async (t) => {
  const { downbeat, room, pass, settle } = await roomOf(t);
  const [lena, tom] = [downbeat.room.addMember('Lena'), downbeat.room.addMember('Tom')];
  const early = await settle(room.voteToSkip()).catch((error: unknown) => error);
  t.match(early, { code: 'SKIP_NOT_POSSIBLE' }, 'nothing plays');
  await settle(room.play());
  await settle(room.voteToSkip());
  t.match(room.state.skipVotes, { count: 1, needed: 2, hasVoted: true });
  await settle(room.withdrawSkipVote());
  t.match(room.state.skipVotes, { count: 0, hasVoted: false });
  downbeat.room.votes.vote(lena.userId);
  await pass(5);
  t.match(room.state.skipVotes, { count: 1, hasVoted: false });
  downbeat.room.disconnect();
  await pass(1000);
  t.match(room.state.skipVotes, { count: 1, needed: 2 }, 'the snapshot has them');
  downbeat.room.votes.vote(tom.userId);
  await pass(5);
  t.equal(room.state.timeline?.queueItemId, room.state.queue[1]?.id);
  t.equal(room.state.skipVotes, null);
});

await t.test('lists its room while that is public, and joins it', async (t) => {
  const { downbeat, room, settle } = await roomOf(t);
  const together = togetherOf(downbeat);
  t.same((await settle(Promise.resolve(together.listPublicSessions()))).items, []);
  await settle(room.settings.set({ visibility: 'public' }));
  const { items } = await settle(Promise.resolve(together.listPublicSessions()));
  t.match(items, [{ id: downbeat.room.session().id, memberCount: 1, isPlaying: false, isMember: true }]);
  const joined = await settle(Promise.resolve(together.joinPublicSession({ sessionId: 's' })));
  t.match(joined, { settings: { visibility: 'public' } });
  await settle(room.settings.set({ isLocked: true }));
  t.same((await settle(Promise.resolve(together.listPublicSessions()))).items, []);
});

await t.test('lets a guest in where the room takes guests, with a client of its own', async (t) => {
  const { downbeat, room, settle } = await roomOf(t);
  const input = { inviteCode: 'K7QW2MXR', displayName: 'Gus' };
  const refused = await settle(joinAsGuest(downbeat, input)).catch((error: unknown) => error);
  t.type(refused, TypeError, 'a user who is signed in');
  const guest = new MockDownbeat();
  t.match(await settle(joinAsGuest(guest, input)).catch((error: unknown) => error), {
    code: 'GUESTS_NOT_ALLOWED',
  });
  t.equal(guest.session.current, null);
  guest.room.access.change({ allowsGuests: true });
  t.match(await settle(Promise.resolve(guest.music.previewSession({ inviteCode: 'K7QW2MXR' }))), {
    allowsGuests: true,
  });
  const joined = await settle(joinAsGuest(guest, input));
  t.match(guest.session.current, { accessToken: joined.accessToken, user: { displayName: 'Gus' } });
  const player = new SimulatedPlayer({ clock: performanceClock });
  const entered = await settle(guest.listen(joined.sessionId, { player, deviceId: 'phone' }));
  t.equal(entered.state.role, 'guest');
  t.equal(entered.can('playback'), false);
  entered.close();
  await settle(joinAsGuest(guest, { ...input, displayName: 'Pia' }));
  t.match(guest.session.current, { user: { displayName: 'Pia' } }, 'in place of the guest of before');
  t.equal(room.state.role, 'owner');
});

await t.test('tells a new invite code', async (t) => {
  const { downbeat, room, settle, pass } = await roomOf(t);
  const told: unknown[] = [];
  room.onMessage((message) => told.push(message));
  const inviteCode = await settle(room.settings.rotateInviteCode());
  await pass(5);
  t.same(told, [{ type: 'inviteCodeChanged', inviteCode }]);
  t.equal(downbeat.room.session().inviteCode, inviteCode);
});

await t.test('keeps the output delays of devices', async (t) => {
  const together = togetherOf(new MockDownbeat());
  t.same(await together.listOutputDelays(), { items: [] });
  const speakers = { deviceId: 'laptop', output: 'speakers' };
  for (const delayMs of [40, 41]) await together.setOutputDelay({ ...speakers, delayMs });
  await together.setOutputDelay({ ...speakers, output: 'TV', delayMs: 120 });
  t.match((await together.listOutputDelays()).items, [{ output: 'TV' }, { ...speakers, delayMs: 41 }]);
  await together.removeOutputDelay(speakers);
  t.match((await together.listOutputDelays()).items, [{ output: 'TV', delayMs: 120 }]);
});

await t.test('tells the presence of its members', async (t) => {
  const { downbeat, room, pass } = await roomOf(t);
  const lena = downbeat.room.addMember('Lena');
  downbeat.room.setPresence(lena, 'away');
  room.setAway(true);
  await pass(1100);
  t.same(room.state.presence, { away: 2, buffering: 0 });
  t.match(downbeat.room.session().members, [{ presence: 'away' }, { presence: 'away' }]);
  room.setAway(false);
  await pass(1100);
  downbeat.room.removeMember(lena);
  await pass(5);
  t.match(room.state, { presence: { away: 0 }, memberCount: 1 });
});
