// An artist and a listener use the whole system through the SDK.
import { createHash, randomUUID } from 'node:crypto';
import { Downbeat, DownbeatError, type ListeningRoom } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import { poll } from '@downbeat/deploy/poll';
import t from 'tap';
import { codeIn, mailTo } from '../system/inbox.ts';
import { serviceLog } from '../system/internals.ts';
import { createClient, demoFile, password, signedInClient, uniqueEmail } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t, { musicInstances: 2 });
const artist = createClient(system);
const listener = createClient(system, { musicUrl: system.secondMusicUrl });
let trackId = '';

await t.test('an artist registers, gets a welcome mail and verifies the e-mail address', async (t) => {
  const email = uniqueEmail('ada');
  const session = await artist.auth.register({ email, password, displayName: 'Ada', role: 'artist' });
  t.match(session, {
    tokenType: 'Bearer',
    user: { email, displayName: 'Ada', role: 'artist', emailVerified: false },
  });
  const welcome = await mailTo(system.inboxUrl, email, /welcome/i);
  t.match(welcome.text, /Ada/);
  t.match(welcome.html, /Ada/);

  const code = codeIn(await mailTo(system.inboxUrl, email, /code|confirm|verif/i));
  const wrong = await artist.auth.verifyEmail({ code: code === '000000' ? '000001' : '000000' }).result();
  t.equal(wrong.ok ? null : wrong.code, 'CODE_INVALID');
  t.match(await artist.auth.verifyEmail({ code }), { email, emailVerified: true });
});

await t.test('an upload takes missing fields from the tags of the file', async (t) => {
  const audio = await demoFile('harbour-lights.mp3');
  const track = await artist.music.createTrack({ audio, genre: 'Journey' });
  trackId = track.id;
  t.match(track, {
    title: 'Harbour Lights',
    artist: { id: artist.session.current?.user.id, name: 'Ada' },
    genre: 'Journey',
    contentType: 'audio/mpeg',
    bytes: audio.size,
  });
  t.ok(track.durationMs > 5_000, 'the duration was read from the file');
  t.ok(track.coverUrl, 'the picture in the file became the cover');
});

await t.test('a listener finds the track and streams the same bytes', async (t) => {
  await listener.auth.register({ email: uniqueEmail('bob'), password, displayName: 'Bob' });
  const page = await listener.music.listTracks({ q: 'harbour', limit: 5 });
  const found = page.items.find(({ id }) => id === trackId);
  t.ok(found, 'found by a word of its title');
  const streamed = await fetch(listener.mediaUrl(found!.streamUrl));
  const sent = Buffer.from(await (await demoFile('harbour-lights.mp3')).arrayBuffer());
  const received = Buffer.from(await streamed.arrayBuffer());
  t.equal(sha256(received), sha256(sent));

  const part = await fetch(listener.mediaUrl(found!.streamUrl), { headers: { range: 'bytes=100-199' } });
  t.equal(part.status, 206);
  t.equal(part.headers.get('content-range'), `bytes 100-199/${sent.length}`);
  t.ok(Buffer.from(await part.arrayBuffer()).equals(sent.subarray(100, 200)));
  const cover = await fetch(listener.mediaUrl(found!.coverUrl!));
  t.equal(cover.headers.get('content-type'), 'image/jpeg');
  await cover.body?.cancel();
});

await t.test('a private playlist is changed by its owner and hidden from others', async (t) => {
  const { id: playlistId } = await listener.music.createPlaylist({ name: 'Evening' });
  await listener.music.addPlaylistItem({ playlistId, trackId });
  const twice = await listener.music.addPlaylistItem({ playlistId, trackId });
  const [first, second] = twice.items.map(({ id }) => id);
  const turned = await listener.music.reorderPlaylist({
    playlistId,
    revision: twice.revision,
    itemIds: [second!, first!],
  });
  t.same(
    turned.items.map(({ id }) => id),
    [second, first],
  );
  const stale = await listener.music
    .reorderPlaylist({ playlistId, revision: twice.revision, itemIds: [first!, second!] })
    .result();
  t.equal(stale.ok ? null : stale.code, 'PLAYLIST_CHANGED');
  const removed = await listener.music.removePlaylistItem({ playlistId, itemId: first! });
  t.equal(removed.items.length, 1);
  t.match(await listener.music.updatePlaylist({ playlistId, name: 'Late' }), {
    name: 'Late',
    visibility: 'private',
  });
  const foreign = await artist.music.getPlaylist({ playlistId }).result();
  t.equal(foreign.ok ? null : foreign.code, 'PLAYLIST_NOT_FOUND');
  await listener.music.deletePlaylist({ playlistId });
});

await t.test('two members on two instances hear the same position', async (t) => {
  const session = await artist.music.createSession({ name: 'Friday', trackIds: [trackId] });
  await listener.music.joinSession({ inviteCode: session.inviteCode });
  const players = [artist, listener].map(() => new SimulatedPlayer({ clock: performanceClock }));
  const rooms: ListeningRoom[] = [];
  for (const [index, client] of [artist, listener].entries()) {
    rooms.push(await client.listen(session.id, { player: players[index]!, deviceId: `device-${index}` }));
  }
  t.teardown(() => rooms.forEach((room) => room.close()));

  const forbidden = await rooms[1]!.play().then(
    () => null,
    (error: unknown) => (error as DownbeatError).code,
  );
  t.equal(forbidden, 'FORBIDDEN', 'only the owner may play');
  await rooms[0]!.play();
  await poll(
    async () => {
      const positions = players.map((player) => player.heardPositionMs(performanceClock.nowUs()));
      if (positions.some((position) => position === null || position < 200))
        throw new Error(String(positions));
    },
    { withinMs: 10_000, what: 'sound at both' },
  );
  const now = performanceClock.nowUs();
  const [a, b] = players.map((player) => player.heardPositionMs(now)!);
  t.ok(Math.abs(a! - b!) < 20, `the same sample within 20 ms: ${a!.toFixed(2)} and ${b!.toFixed(2)}`);
  await rooms[0]!.seek(10_000);
  await rooms[0]!.pause();
  await poll(
    async () => {
      if (rooms[1]!.state.timeline?.state !== 'paused') throw new Error('still playing');
    },
    { withinMs: 5_000, what: 'the pause at the other instance' },
  );
  t.ok(rooms[1]!.state.timeline!.anchorPositionMs >= 10_000);
});

await t.test('a new display name appears on the tracks', async (t) => {
  await artist.auth.updateMe({ displayName: 'Ada Augusta' });
  await poll(
    async () => {
      const { artist: shown } = await listener.music.getTrack({ trackId });
      if (shown.name !== 'Ada Augusta') throw new Error(shown.name);
    },
    { withinMs: 10_000, what: 'the new name' },
  );
  t.pass('changed by the event');
});

await t.test('signing out revokes access tokens and stream URLs', async (t) => {
  const guest = await signedInClient(system, 'Carol');
  const { streamUrl } = await guest.music.getTrack({ trackId });
  const { accessToken } = guest.session.current!;
  await guest.auth.logout();
  t.equal(guest.session.current, null);
  // Each instance caches revocations for 2 s, and the next request may reach another instance.
  const revoked = (what: string, url: string, headers: Record<string, string>): Promise<void> =>
    poll(
      async () => {
        const refused = await fetch(url, { headers });
        const problem = (await refused.json().catch(() => ({}))) as { code?: string };
        if (problem.code !== 'SESSION_REVOKED') throw new Error(`${refused.status} ${problem.code ?? ''}`);
      },
      { withinMs: 5_000, what },
    );
  await revoked('the revocation of the stream URL', guest.mediaUrl(streamUrl), { range: 'bytes=0-0' });
  await revoked('the revocation of the token', `${system.musicUrl}/api/music/get`, {
    authorization: `Bearer ${accessToken}`,
  });
});

await t.test('a deleted track is gone, also at another instance', async () => {
  await artist.music.deleteTrack({ trackId });
  // The instance that has answered the listener before hears of it by Redis.
  await poll(
    async () => {
      const gone = await listener.music.getTrack({ trackId }).result();
      if (gone.ok || gone.code !== 'TRACK_NOT_FOUND') throw new Error(gone.ok ? 'it is there' : gone.code);
    },
    { withinMs: 1_000, everyMs: 50, what: 'the refusal of a deleted track' },
  );
});

await t.test('the correlation id of a registration is in the log line of its mail', async (t) => {
  const correlationId = `journey-${randomUUID()}`;
  const registered = await fetch(`${system.authUrl}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-correlation-id': correlationId },
    body: JSON.stringify({ email: uniqueEmail('trace'), password, displayName: 'Trace' }),
  });
  t.equal(registered.status, 201);
  t.equal(registered.headers.get('x-correlation-id'), correlationId);
  const reason = 'the logs cannot be read from here';
  if ((await serviceLog(system, 'notification')) === undefined)
    return void t.pass('in the log', { skip: reason });
  const mailLine = await poll(
    async () => {
      const lines = (await serviceLog(system, 'notification')) ?? [];
      const found = lines.find((line) => line.includes(correlationId) && /accepted|sent/i.test(line));
      if (found === undefined) throw new Error('no such line');
      return found;
    },
    { withinMs: 20_000, what: 'the log line of the mail' },
  );
  t.match(JSON.parse(mailLine), { correlationId });
});

await t.test('an error has its code, the request id and the invalid fields', async (t) => {
  const result = await new Downbeat({ authUrl: system.authUrl }).auth
    .register({ email: 'not-an-email', password: 'x', displayName: '' })
    .result();
  if (result.ok) return void t.fail('must be refused');
  t.equal(result.code, 'VALIDATION_FAILED');
  t.type(result.error.requestId, 'string');
  t.same(
    new Set(result.error.problem?.errors?.map(({ field }) => field)),
    new Set(['email', 'password', 'displayName']),
  );
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
