// Calls every operation of the three contracts through the SDK.
import type { Downbeat, MusicOperations } from '@downbeat/sdk';
import { libraryOf, type Library } from '@downbeat/sdk/library';
import { joinAsGuest, togetherOf, type Together } from '@downbeat/sdk/together';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { codeIn, mailTo } from '../system/inbox.ts';
import { createClient, demoFile, password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';

type Service = 'auth' | 'music' | 'notification' | 'library' | 'together';
type Track = Awaited<ReturnType<MusicOperations['getTrack']>>;

const system = await systemUnderTest(t);
const called: Record<Service, Set<string>> = {
  auth: new Set(),
  music: new Set(),
  notification: new Set(),
  library: new Set(),
  together: new Set(),
};
const client = createClient(system);
const { auth, music, notification, library, together } = recordCalls(client);
const email = uniqueEmail('ada');
/** A picture of one pixel, as a PNG. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The client's operations; the name of each used one is added to `called`. */
function recordCalls(
  downbeat: Downbeat,
): Pick<Downbeat, 'auth' | 'music' | 'notification'> & { library: Library; together: Together } {
  const { auth, music, notification } = downbeat;
  const record = <T extends object>(service: Service, operations: T): T =>
    new Proxy(operations, {
      get(target, name, receiver): unknown {
        called[service].add(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
  return {
    auth: record('auth', auth),
    music: record('music', music),
    notification: record('notification', notification),
    library: record('library', libraryOf(downbeat)),
    together: record('together', togetherOf(downbeat)),
  };
}

await t.test('registers, signs in, renews the tokens and verifies the e-mail address', async (t) => {
  await auth.register({ email, password, displayName: 'Ada', role: 'artist' });
  const { refreshToken, user } = await auth.login({ email, password });
  t.match(user, { email, displayName: 'Ada' });
  const next = await auth.refresh({ refreshToken });
  t.not(next.refreshToken, refreshToken);
  t.match(await auth.getMe(), { email, displayName: 'Ada', emailVerified: false });
  t.match(await auth.updateMe({ displayName: 'Ada L.' }), { displayName: 'Ada L.' });
  const code = codeIn(await mailTo(system.inboxUrl, email, /code|confirm|verif/i));
  t.match(await auth.verifyEmail({ code }), { emailVerified: true });
  t.match(await auth.updateMe({ releaseMails: true }), { displayName: 'Ada L.', releaseMails: true });
  const opened = `${system.authUrl}/api/auth/unsubscribe?token=${'a'.repeat(40)}`;
  t.equal(auth.openUnsubscribe({ token: 'a'.repeat(40) }).href, opened);
  t.match(await auth.unsubscribe({ token: 'a'.repeat(40) }).result(), { ok: false, code: 'CODE_INVALID' });
  t.match(await auth.resendVerification().result(), { ok: false, code: 'EMAIL_ALREADY_VERIFIED' });
});

await t.test('changes the password, and replaces a forgotten one with the code of the mail', async (t) => {
  const forgetful = uniqueEmail('forgetful');
  const other = createClient(system);
  await other.auth.register({ email: forgetful, password, displayName: 'Grace' });
  await auth.login({ email: forgetful, password });
  await auth.changePassword({ currentPassword: password, newPassword: 'two bridges before noon' });
  t.match(await other.auth.getMe().result(), { ok: false, code: 'SIGNED_OUT' });
  t.ok(await mailTo(system.inboxUrl, forgetful, /password was changed/));
  await auth.forgotPassword({ email: forgetful });
  const code = codeIn(await mailTo(system.inboxUrl, forgetful, /new password/i));
  await auth.resetPassword({ email: forgetful, code, newPassword: 'three bridges after dark' });
  t.match(await auth.getMe().result(), { ok: false, code: 'SIGNED_OUT' });
  const { user } = await auth.login({ email: forgetful, password: 'three bridges after dark' });
  t.equal(user.emailVerified, true);
  await auth.login({ email, password });
});

await t.test('gives the URLs of the sign-in with Google and refuses an unknown code', async (t) => {
  const callback = `${system.authUrl}/api/auth/google/callback?state=s&code=c`;
  t.equal(auth.startGoogle().href, `${system.authUrl}/api/auth/google`);
  t.equal(auth.finishGoogle({ state: 's', code: 'c' }).href, callback);
  const exchanged = await auth.exchangeGoogleCode({ code: 'A'.repeat(43) }).result();
  t.match(exchanged, { ok: false, code: 'OAUTH_CODE_INVALID' });
});

await t.test(
  'uploads, lists, streams and deletes a track, with a playlist and a listening session',
  async (t) => {
    const audio = await demoFile('harbour-lights.mp3');
    const track = await music.createTrack({ audio });
    // The analysis in the background may have come to its length and gain already.
    const { id, title, bytes, streamUrl, coverUrl, updatedAt } = track;
    const fixed = { id, title, bytes, streamUrl, coverUrl, updatedAt };
    t.match(await music.getTrack({ trackId: id }), fixed);
    const { items } = await music.listTracks({ q: 'harbour', limit: 100 });
    t.match(
      items.find((item) => item.id === id),
      fixed,
    );
    const streamed = await music.streamTrack({ trackId: track.id });
    t.ok(Buffer.from(await streamed.arrayBuffer()).equals(Buffer.from(await audio.arrayBuffer())));
    const cover = await music.getTrackCover({ trackId: track.id });
    t.equal(cover.headers.get('content-type'), 'image/jpeg');
    await cover.body?.cancel();
    await playlist(t, track);
    await sharedPlaylist(t);
    await edits(t, track);
    await catalogue(t, track);
    await likesAndPlays(t, track);
    await listeningSession(t, track);
    await music.deleteTrack({ trackId: track.id });
    t.match(await music.getTrack({ trackId: track.id }).result(), { ok: false, code: 'TRACK_NOT_FOUND' });
  },
);

async function playlist(t: Test, track: Track): Promise<void> {
  const trackId = track.id;
  const { id: playlistId } = await music.createPlaylist({ name: 'Evening' });
  const { revision, items } = await music.addPlaylistItem({ playlistId, trackId });
  const itemIds = items.map(({ id }) => id);
  t.match(await music.reorderPlaylist({ playlistId, revision, itemIds }), {
    items: itemIds.map((id) => ({ id, track: { id: trackId } })),
  });
  const { response } = await music.getPlaylist({ playlistId }).withResponse();
  const ifMatch = response.headers.get('etag')!;
  t.match(await music.updatePlaylist({ playlistId, name: 'Late' }, { ifMatch }), { name: 'Late' });
  t.match(await music.updatePlaylist({ playlistId, name: 'Later' }, { ifMatch }).result(), {
    ok: false,
    code: 'PRECONDITION_FAILED',
  });
  t.match(await library.addPlaylistTracks({ playlistId, trackIds: [trackId], beforeItemId: itemIds[0]! }), {
    items: [{ track: { id: trackId } }, { id: itemIds[0]! }],
  });
  const copy = await library.duplicatePlaylist({ playlistId, name: 'Copy' });
  t.match(copy, { name: 'Copy', items: { length: 2 } });
  await music.deletePlaylist({ playlistId: copy.id });
  await exportAndImport(t, playlistId, trackId);
  await downloads(t, playlistId, track);
  const [added] = (await music.getPlaylist({ playlistId })).items;
  await music.removePlaylistItem({ playlistId, itemId: added!.id });
  t.match(await music.removePlaylistItem({ playlistId, itemId: itemIds[0]! }), { items: [] });
  t.match(await music.getPlaylist({ playlistId }), { name: 'Late', items: [] });
  t.match(await music.listPlaylists(), { items: [{ id: playlistId, name: 'Late' }] });
  await music.deletePlaylist({ playlistId });
  t.same((await music.listPlaylists()).items, []);
}

async function followed(t: Test, guest: Downbeat, playlistId: string): Promise<void> {
  await music.updatePlaylist({ playlistId, visibility: 'public' });
  t.match(await library.listPublicPlaylists({ q: 'our' }), { items: [{ id: playlistId, role: 'owner' }] });
  for (const name of ['followPlaylist', 'unfollowPlaylist']) called.library.add(name);
  await libraryOf(guest).followPlaylist({ playlistId });
  t.match(await guest.music.listPlaylists(), { items: [{ id: playlistId, role: 'view', isFollowed: true }] });
  await libraryOf(guest).unfollowPlaylist({ playlistId });
  t.same((await guest.music.listPlaylists()).items, []);
}

async function downloads(t: Test, playlistId: string, track: Track): Promise<void> {
  const file = await music.streamTrack({ trackId: track.id, as: 'attachment' });
  t.match(file.headers.get('content-disposition'), /^attachment/);
  await file.body?.cancel();
  const { albumId } = track as { albumId: string };
  await sameArchive(t, await library.downloadAlbum({ albumId }), library.createAlbumDownload({ albumId }));
  const link = library.createPlaylistDownload({ playlistId });
  await sameArchive(t, await library.downloadPlaylist({ playlistId }), link);
}

async function sameArchive(t: Test, answer: Response, link: Promise<{ downloadUrl: string }>): Promise<void> {
  const { byteLength } = await answer.arrayBuffer();
  t.equal(byteLength, Number(answer.headers.get('content-length')));
  const linked = await fetch(client.mediaUrl((await link).downloadUrl));
  t.equal((await linked.arrayBuffer()).byteLength, byteLength);
}

async function exportAndImport(t: Test, playlistId: string, trackId: string): Promise<void> {
  const file = await library.exportPlaylist({ playlistId, format: 'jspf' });
  t.match(file.headers.get('content-disposition'), 'filename=Late.jspf');
  const imported = await library.importPlaylist({ text: await file.text(), name: 'Back again' });
  t.match(imported, { name: 'Back again', matched: 2, entries: [{ trackId, matchedBy: 'id' }, {}] });
  t.match(await library.importPlaylist({ text: '<playlist/>' }).result(), {
    ok: false,
    code: 'PLAYLIST_FILE_UNREADABLE',
  });
  await music.deletePlaylist({ playlistId: imported.playlistId });
}

async function sharedPlaylist(t: Test): Promise<void> {
  const guest = await signedInClient(system, 'Bob');
  const ofGuest = libraryOf(guest);
  const { id: playlistId } = await music.createPlaylist({ name: 'Ours' });
  const { id: inviteId, inviteCode } = await library.createPlaylistInvite({ playlistId, role: 'add' });
  t.match(await library.listPlaylistInvites({ playlistId }), { items: [{ id: inviteId, inviteCode }] });
  called.library.add('joinPlaylist');
  t.match(await ofGuest.joinPlaylist({ inviteCode }), { id: playlistId, role: 'add' });
  const userId = guest.session.current?.user.id ?? '';
  await library.setPlaylistMemberRole({ playlistId, userId, role: 'edit' });
  t.match(await library.listPlaylistMembers({ playlistId }), {
    items: [{ role: 'owner' }, { userId, displayName: 'Bob', role: 'edit' }],
  });
  t.match(await guest.music.listPlaylists(), { items: [{ id: playlistId, role: 'edit' }] });
  await ofGuest.removePlaylistMember({ playlistId, userId });
  t.match(await library.removePlaylistMember({ playlistId, userId }).result(), {
    ok: false,
    code: 'PLAYLIST_MEMBER_NOT_FOUND',
  });
  await followed(t, guest, playlistId);
  await library.withdrawPlaylistInvite({ playlistId, inviteId });
  t.match(await ofGuest.joinPlaylist({ inviteCode }).result(), { ok: false, code: 'INVITE_INVALID' });
  await music.deletePlaylist({ playlistId });
}

async function edits(t: Test, { id: trackId }: Track): Promise<void> {
  const { response } = await music.getTrack({ trackId }).withResponse();
  const ifMatch = response.headers.get('etag')!;
  const changed = await library.updateTrack({ trackId, album: 'Morning', year: 2026 }, { ifMatch });
  t.match(changed, { album: 'Morning', year: 2026, visibility: 'public' });
  t.match(await library.updateTrack({ trackId, album: null }, { ifMatch }).result(), {
    ok: false,
    code: 'PRECONDITION_FAILED',
  });
  t.match(await library.updateTracks({ trackIds: [trackId], change: { genre: 'Dub' } }), {
    results: [{ trackId, outcome: 'changed', refusal: null }],
  });
  t.match(await library.setLyrics({ trackId, text: '[00:01.00]One\n[00:02.00]Two' }), { isTimed: true });
  t.match(await library.getLyrics({ trackId }), { lines: [{ startMs: 1000, text: 'One' }, { text: 'Two' }] });
  const long = await library.setLyrics({ trackId, text: `${'歌'.repeat(400)}\n`.repeat(200) });
  t.equal(long.lines.length, 200, 'also through a gateway, which bounds bodies');
  await library.removeLyrics({ trackId });
  t.same(await library.findDuplicates({ sha256: ['0'.repeat(64)] }), { items: [] });
  const covered = await library.setTrackCover({ trackId, cover: new Blob([PIXEL], { type: 'image/png' }) });
  t.match(covered.coverUrl, /cover/);
  t.match(await library.removeTrackCover({ trackId }), { coverUrl: null });
  t.match(await library.listTrackEdits({ trackId }), { items: { length: 4 } });
}

async function catalogue(t: Test, track: Track): Promise<void> {
  const { trackIds, change } = { trackIds: [track.id], change: { album: 'Morning', genre: 'Dub; Folk' } };
  await library.updateTracks({ trackIds, change });
  const { albumId, artists, genres } = await music.getTrack({ trackId: track.id });
  const [artistId, genreId] = [artists![0]!.id, genres![0]!.id];
  t.match(await library.listAlbums({ sort: 'newest', artistId, genreId, q: 'mor' }), {
    items: [{ id: albumId, title: 'Morning', trackCount: 1 }],
  });
  t.match(await library.getAlbum({ albumId: albumId! }), { tracks: [{ id: track.id }] });
  t.match(await library.getArtist({ artistId }), {
    albums: [{ id: albumId }],
    newestTracks: [{ id: track.id }],
  });
  await library.followArtist({ artistId });
  t.match(await library.getArtistFollow({ artistId }), { isFollowed: true, followers: 1 });
  t.match(await library.listFollowedArtists(), { items: [{ artistId, artist: { id: artistId } }] });
  t.match(await library.listNewReleases(), { items: [{ track: { id: track.id } }] });
  await library.unfollowArtist({ artistId });
  const names: string[] = [];
  for await (const { id, name } of library.listArtists({ limit: 1 })) if (id === artistId) names.push(name);
  t.same(names, [artists![0]!.name]);
  const known = new Map<string, string>();
  for await (const { id, name } of library.listGenres({ limit: 100 })) known.set(id, name);
  t.equal(known.get(genreId), (await library.getGenre({ genreId })).name);
  t.match(await library.listGenreTracks({ genreId }), { items: [{ id: track.id }] });
  const found = await library.search({ q: 'morning', artistLimit: 0 });
  t.match(found, { artists: { items: [] }, albums: { hasMore: false }, playlists: { items: [] } });
  t.ok(found.albums.items.some(({ id }) => id === albumId));
  const { items } = await library.listSuggestions({ q: 'mor', limit: 10 });
  t.ok(items.some(({ kind, id }) => kind === 'album' && id === albumId));
}

async function likesAndPlays(t: Test, { id: trackId, durationMs }: Track): Promise<void> {
  await library.likeTrack({ trackId });
  t.match(await library.listLikedTracks(), { items: [{ track: { id: trackId } }] });
  await library.unlikeTrack({ trackId });
  await library.setRating({ trackId, rating: 4 });
  t.match(await library.listRatedTracks({ minRating: 4 }), {
    items: [{ rating: 4, track: { id: trackId } }],
  });
  t.match(await library.listTrackStates({ ids: trackId }), { items: [{ userRating: 4 }] });
  await library.removeRating({ trackId });
  t.match(await library.getScrobbling(), { state: 'off' });
  // Tests set a URL at which nothing listens.
  const refused = await library.connectListenBrainz({ token: 'none' }).result();
  t.match(refused, { ok: false, code: 'LISTENBRAINZ_UNAVAILABLE' });
  await library.disconnectListenBrainz();
  await library.setNowPlaying({ trackId, positionMs: 0, device: 'Kitchen' });
  t.match(await library.getNowPlaying(), { track: { id: trackId }, device: 'Kitchen' });
  await library.clearNowPlaying();
  const queue = { trackIds: [trackId], current: 0, positionMs: 500 };
  t.match(await library.savePlayQueue(queue), { revision: 1 });
  t.match(await library.getPlayQueue(), { entries: [{ track: { id: trackId } }], positionMs: 500 });
  const playId = `play-of-${trackId}`;
  const startedAt = new Date(Date.now() - durationMs).toISOString();
  const plays = [{ id: playId, trackId, startedAt, playedMs: durationMs }];
  t.match(await library.reportPlays({ plays }), { results: [{ id: playId, outcome: 'counted' }] });
  t.match(await library.listTrackStates({ ids: trackId }), { items: [{ isLiked: false, ownPlays: 1 }] });
  const analysis = await waitFor('the analysis', async () => {
    const found = await library.getTrackAnalysis({ trackId });
    return found.state === 'done' && found;
  });
  t.match(analysis, { trackId, isTruncated: false, waveform: { length: 800 } });
  t.match(await library.analyseTrack({ trackId }), { trackId, state: 'pending', gainDb: analysis.gainDb });
  t.match(await library.getTrackFigures({ trackId }), { plays: 0, listeners: 0 });
  t.match(await library.listHistory(), { items: [{ id: playId }] });
  t.match(await library.listPlayedTracks({ sort: 'most' }), { items: [{ plays: 1 }] });
  await library.deleteHistoryEntry({ playId });
  await library.clearHistory();
  t.same((await library.listHistory()).items, []);
}

async function listeningSession(t: Test, { id: trackId }: Track): Promise<void> {
  const { id: sessionId, inviteCode } = await music.createSession({ name: 'Friday', trackIds: [trackId] });
  t.match(await music.previewSession({ inviteCode }), { name: 'Friday', isPlaying: false, memberCount: 0 });
  t.match(await music.joinSession({ inviteCode }), { id: sessionId });
  t.match(await music.getSession({ sessionId }), { id: sessionId, name: 'Friday' });
  t.same(await music.listMembers({ sessionId }), { items: [], nextCursor: null });
  t.match(await music.listSessions(), { items: [{ id: sessionId }] });
  const { ticket, socketPath } = await music.createTicket({ sessionId, deviceId: 'laptop' });
  const url = music.openSocket({ sessionId, ticket });
  t.equal(url.pathname + url.search, socketPath);
  await together.setOutputDelay({ deviceId: 'laptop', output: 'Küche / links', delayMs: 42 });
  const kept = { deviceId: 'laptop', output: 'Küche / links', delayMs: 42 };
  t.match((await together.listOutputDelays()).items, [kept]);
  await together.removeOutputDelay({ deviceId: 'laptop', output: 'Küche / links' });
  t.same((await together.listOutputDelays()).items, []);
  const { id: suggestionId } = await together.suggestTrack({ sessionId, trackId });
  await together.voteForSuggestion({ sessionId, suggestionId });
  t.match(await together.listTrackSuggestions({ sessionId }), {
    items: [{ trackId, votes: 1 }],
    votedIds: [suggestionId],
  });
  await together.withdrawSuggestionVote({ sessionId, suggestionId });
  await together.answerSuggestion({ sessionId, suggestionId, decision: 'accept' });
  await together.withdrawSuggestion({ sessionId, suggestionId });
  t.ok(Array.isArray((await together.listPublicSessions()).items));
  t.match(await together.joinPublicSession({ sessionId }), { id: sessionId });
  t.match(await together.joinAsGuest({ inviteCode, displayName: 'Gus' }).result(), {
    code: 'GUESTS_NOT_ALLOWED',
  });
  t.match(await together.getSyncReceipt({ sessionId }), { reporting: 0, spread: null, members: [] });
  const { items: trail } = await together.getTrail({ sessionId });
  t.match(trail[0], { epoch: 1, revision: 0, state: { name: 'Friday', queue: [{ trackId }] } });
  await music.endSession({ sessionId });
  t.match(await music.getSession({ sessionId }).result(), { ok: false, code: 'SESSION_NOT_FOUND' });
  t.equal((await together.getTrail({ sessionId })).items.length, trail.length + 1, 'also after the end');
  t.same((await together.listTrails()).items, [], 'without those of one member');
}

await t.test('manages the members of a room', async (t) => {
  const owner = await signedInClient(system, 'Ada', 'artist');
  const guest = await signedInClient(system, 'Bob');
  const { id: trackId } = await upload(owner, 'harbour-lights.mp3');
  const session = await owner.music.createSession({ trackIds: [trackId] });
  const { id: sessionId, inviteCode } = session;
  await guest.music.joinSession({ inviteCode });
  const userId = guest.session.current?.user.id ?? '';
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await owner.listen(sessionId, { player, deviceId: 'laptop' });
  t.teardown(() => room.close());

  await room.members.setRole(userId, 'dj');
  await room.settings.set({ preset: 'class', requiresApproval: true });
  t.match(await owner.music.getSession({ sessionId }), {
    settings: { preset: 'class', requiresApproval: true },
  });
  await room.members.kick(userId);
  t.match(await guest.music.joinSession({ inviteCode }).result(), { code: 'INVITATION_WITHDRAWN' });
  const newCode = await room.settings.rotateInviteCode();
  t.match(await guest.music.joinSession({ inviteCode: newCode }).result(), { code: 'JOIN_PENDING' });
  t.match(await room.requests.list(), [{ userId, displayName: 'Bob' }]);
  await room.requests.approve(userId);
  t.match(await guest.music.joinSession({ inviteCode: newCode }), { id: sessionId });
  await room.members.ban(userId);
  t.match(await room.members.bans(), [{ userId }]);
  t.match(await guest.music.joinSession({ inviteCode: newCode }).result(), { code: 'BANNED' });
  await room.members.unban(userId);
  t.same(await room.members.bans(), []);

  await room.settings.set({ visibility: 'public', requiresApproval: false });
  const newcomer = togetherOf(await signedInClient(system, 'Cid'));
  await waitFor('the room in the public list', async () =>
    (await newcomer.listPublicSessions()).items.some(({ id }) => id === sessionId),
  );
  t.match(await newcomer.joinPublicSession({ sessionId }), { id: sessionId });
});

await t.test('a guest hears a room without an account, and reaches nothing else', async (t) => {
  const owner = await signedInClient(system, 'Ada', 'artist');
  const { id: trackId } = await upload(owner, 'harbour-lights.mp3');
  const settings = { allowsGuests: true, permissions: { chat: 'guest' as const } };
  const { inviteCode, id: sessionId } = await owner.music.createSession({ trackIds: [trackId], settings });
  const guest = createClient(system);
  const joined = await joinAsGuest(guest, { inviteCode, displayName: 'Gus' });
  t.equal(joined.sessionId, sessionId);
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await guest.listen(sessionId, { player, deviceId: 'phone' });
  t.teardown(() => room.close());
  t.equal(room.state.role, 'guest');
  t.match(await room.chat.post('Hello'), { displayName: 'Gus', isGuest: true });
  t.match(await guest.music.listTracks().result(), { code: 'FORBIDDEN' });
  t.match(await guest.auth.getMe().result(), { code: 'FORBIDDEN' });
  t.match(await guest.notification.listMails().result(), { code: 'FORBIDDEN' });
  const ended = new Promise((resolve) => {
    room.onChange(({ status, closeReason }) => status === 'closed' && resolve(closeReason));
  });
  const others = { player: new SimulatedPlayer({ clock: performanceClock }), deviceId: 'laptop' };
  const ownersRoom = await owner.listen(sessionId, others);
  t.teardown(() => ownersRoom.close());
  await ownersRoom.settings.set({ allowsGuests: false });
  t.equal(await ended, 'guestEnded');
  await t.rejects(guest.session.renew(), { code: 'SIGNED_OUT' });
  t.equal(guest.session.current, null);
});

await t.test('only an admin may list mails', async (t) => {
  t.match(await notification.listMails().result(), { ok: false, code: 'FORBIDDEN' });
});

for (const [name, service] of Object.entries({ auth, music, notification })) {
  await t.test(`${name}: health, readiness, metrics, contract and docs`, async (t) => {
    t.match(await service.getHealth(), { status: 'ok', service: name });
    t.match(await service.getReadiness(), { status: 'ok', service: name });
    const metrics = await service.getMetrics().result();
    // The gateway of compose does not publish them.
    if (process.env.COMPOSE_PROJECT_NAME !== undefined) t.match(metrics, { ok: false, code: 'NOT_FOUND' });
    else t.match(metrics, { ok: true, data: /^process_cpu_seconds_total/m });
    t.match(await service.getOpenapiJson(), { openapi: /^3\.1/ });
    t.match(await service.getOpenapiYaml(), /^openapi: 3\.1/);
    t.match(await service.getAsyncapiYaml(), /^asyncapi: 3/m);
    t.match(await service.getDocs(), /<html/i);
  });
}

await t.test('music serves the messages of its WebSocket', async (t) => {
  t.match(await music.getListeningYaml(), /ClientMessage:/);
});

await t.test('signs out', async (t) => {
  await auth.logout();
  t.match(await auth.getMe().result(), { ok: false, code: 'UNAUTHENTICATED' });
});

interface OperationOfContract {
  operationId?: string;
  'x-sdk-entry'?: string;
}

await t.test('every operation of the contracts was called', async (t) => {
  for (const [name, service] of Object.entries({ auth, music, notification })) {
    const { paths } = (await service.getOpenapiJson()) as { paths: Record<string, Record<string, unknown>> };
    const operations = Object.values(paths).flatMap((path) => Object.values(path)) as OperationOfContract[];
    const idsOf = (entry?: string) =>
      operations
        .filter((operation) => operation['x-sdk-entry'] === entry)
        .map(({ operationId }) => operationId);
    // Those of a room are its methods.
    t.same([...called[name as Service]].sort(), idsOf().filter(Boolean).sort(), name);
    for (const entry of ['library', 'together'] as const)
      if (name === 'music') t.same([...called[entry]].sort(), idsOf(entry).sort(), entry);
  }
});
