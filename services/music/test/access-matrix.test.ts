// Who may do what: every route with an id, for its owner, another account, an admin, a guest of a session and without a
// sign-in. The operations come from the contract, so a new route fails here until it is listed.
import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import type { OperationTable } from '@downbeat/shared/http';
import { operations } from '../src/generated/operations.gen.ts';
import type { GuestSession, ListeningSession, Playlist, Track } from '../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from './kit/files.ts';
import { startMusic, type Person } from './kit/music.ts';

const table: OperationTable = operations;
const music = await startMusic(t, {
  env: {
    ...{ ARTIST_MAX_SESSIONS: '1000', ARTIST_MAX_PLAYLISTS: '1000' },
    ...{ SESSIONS_PER_MINUTE: '1000', CHANGES_PER_MINUTE: '1000', GUESTS_PER_MINUTE: '1000' },
  },
});
const people = {
  owner: music.person('artist', 'Owner'),
  other: music.person('artist', 'Other'),
  admin: music.person('admin', 'Admin'),
  listener: music.person('listener', 'Listener'),
  anonymous: undefined,
};
type Who = keyof typeof people;

async function upload(): Promise<Track> {
  const form = audioForm(silentWav(1), 'a.wav', { album: 'Mine', genre: 'Ambient' });
  return (await music.upload(form, people.owner)).json() as Promise<Track>;
}
const sharedTrack = await upload();
/** Of the shared track, which no call deletes. */
const catalogue = {
  albumId: sharedTrack.albumId ?? '',
  artistId: sharedTrack.artists?.[0]?.id ?? '',
  genreId: sharedTrack.genres?.[0]?.id ?? '',
};

/** The objects of the owner, new for each call, because a call may delete them; a track only for routes of tracks. */
async function newObjects(url = '') {
  const { owner } = people;
  const { id: trackId } = url.includes(':trackId') ? await upload() : sharedTrack;
  const post = async (path: string, body: object) => (await music.send('POST', path, owner, body)).json();
  const { id: playlistId } = (await post('/api/music/playlists', { name: 'Mine' })) as Playlist;
  const { items } = (await post(`/api/music/playlists/${playlistId}/items`, { trackId })) as Playlist;
  const settings = { allowsGuests: true, permissions: { chat: 'guest', vote: 'guest' } };
  const session = (await post('/api/music/sessions', { trackIds: [trackId], settings })) as ListeningSession;
  const { id: sessionId, inviteCode } = session;
  // A user who is no member of the session: what its members may do to each other is in listening/roles.test.ts.
  const [userId, messageId, playId, inviteId, suggestionId] = Array.from({ length: 5 }, newId) as [
    ...[string, string, string, string, string],
  ];
  const ids = {
    inviteId,
    suggestionId,
    trackId,
    playlistId,
    itemId: items[0]!.id,
    sessionId,
    userId,
    messageId,
    playId,
  };
  return { ...ids, ...catalogue, inviteCode, deviceId: 'laptop', output: 'speakers' };
}
type Objects = Awaited<ReturnType<typeof newObjects>>;

interface Rule extends Record<Who, number> {
  body?: (objects: Objects) => object;
  /** For a guest of the session, where the contract admits guests; all other routes are for none. */
  guest?: number;
}

/** A guest of the session. */
async function guestOf({ inviteCode }: Objects): Promise<Person> {
  const body = { inviteCode, displayName: 'Gus' };
  const answer = await music.send('POST', '/api/music/sessions/guests', people.other, body);
  const { accessToken, guest } = (await answer.json()) as GuestSession;
  return { id: guest.id, authSessionId: guest.id, name: 'Gus', authorization: `Bearer ${accessToken}` };
}

/** Whether the contract admits guests. */
const admitsGuests = (security: readonly Readonly<Record<string, readonly string[]>>[]) =>
  security.some((schemes) => Object.values(schemes).flat().includes('guests'));

/** Readable by every account. */
const shared = { owner: 200, other: 200, admin: 200, listener: 200, anonymous: 401 };
/** For all others it does not exist; its owner gets 404 for a user who is no member. */
const hidden = (owner: number) => ({ owner, other: 404, admin: 404, listener: 404, anonymous: 401 });

const matrix: Readonly<Record<string, Rule>> = {
  getTrack: { ...shared, guest: 200 },
  updateTrack: {
    ...{ owner: 200, other: 403, admin: 200, listener: 403, anonymous: 401 },
    body: () => ({ album: 'Changed' }),
  },
  // Without a form; tracks/editing.test.ts has one of another artist.
  setTrackCover: { owner: 415, other: 415, admin: 415, listener: 403, anonymous: 401 },
  removeTrackCover: { owner: 200, other: 403, admin: 200, listener: 403, anonymous: 401 },
  listTrackEdits: { owner: 200, other: 403, admin: 200, listener: 403, anonymous: 401 },
  deleteTrack: { owner: 204, other: 403, admin: 204, listener: 403, anonymous: 401 },
  // The track is in the queue; listening/guests.test.ts has others.
  streamTrack: { ...shared, guest: 200 },
  getLyrics: { ...shared, guest: 200 },
  setLyrics: {
    ...{ owner: 200, other: 403, admin: 200, listener: 403, anonymous: 401 },
    body: () => ({ text: 'Changed' }),
  },
  removeLyrics: { owner: 204, other: 403, admin: 204, listener: 403, anonymous: 401 },
  getTrackAnalysis: shared,
  analyseTrack: { owner: 202, other: 403, admin: 202, listener: 403, anonymous: 401 },
  // The tracks of this test have no cover.
  getTrackCover: { owner: 404, other: 404, admin: 404, listener: 404, anonymous: 401, guest: 404 },
  likeTrack: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  unlikeTrack: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  setRating: {
    ...{ owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
    body: () => ({ rating: 4 }),
  },
  removeRating: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  getTrackFigures: { owner: 200, other: 403, admin: 200, listener: 403, anonymous: 401 },
  // Ids of plays belong to their account, so it is about an entry of the caller's own, which is not there.
  deleteHistoryEntry: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  // Of the caller's own account; listening/output-delays.test.ts has that no other sees it.
  setOutputDelay: {
    ...{ owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
    body: () => ({ delayMs: 42 }),
  },
  removeOutputDelay: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  getAlbum: shared,
  downloadAlbum: shared,
  createAlbumDownload: { owner: 201, other: 201, admin: 201, listener: 201, anonymous: 401 },
  getArtist: shared,
  getArtistFollow: shared,
  followArtist: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  unfollowArtist: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  getGenre: shared,
  listGenreTracks: shared,
  getPlaylist: hidden(200),
  updatePlaylist: { ...hidden(200), body: () => ({ name: 'Changed' }) },
  deletePlaylist: hidden(204),
  addPlaylistItem: { ...hidden(201), body: ({ trackId }) => ({ trackId }) },
  addPlaylistTracks: { ...hidden(201), body: ({ trackId }) => ({ trackIds: [trackId] }) },
  duplicatePlaylist: { ...hidden(201), body: () => ({}) },
  // The playlist is private; playlists/public-playlists.test.ts has others. One's own is there already.
  followPlaylist: hidden(204),
  unfollowPlaylist: { owner: 204, other: 204, admin: 204, listener: 204, anonymous: 401 },
  // Without a format; playlists/transfer.test.ts has who may export.
  exportPlaylist: { owner: 400, other: 400, admin: 400, listener: 400, anonymous: 401 },
  downloadPlaylist: hidden(200),
  createPlaylistDownload: hidden(201),
  // playlists/members.test.ts has what members may do.
  listPlaylistInvites: hidden(200),
  createPlaylistInvite: { ...hidden(201), body: () => ({ role: 'add' }) },
  withdrawPlaylistInvite: hidden(204),
  listPlaylistMembers: hidden(200),
  setPlaylistMemberRole: { ...hidden(404), body: () => ({ role: 'edit' }) },
  removePlaylistMember: hidden(404),
  reorderPlaylist: { ...hidden(200), body: ({ itemId }) => ({ revision: 1, itemIds: [itemId] }) },
  removePlaylistItem: hidden(200),
  getSession: { ...hidden(200), guest: 200 },
  listMembers: { ...hidden(200), guest: 200 },
  // The session is private; listening/public-sessions.test.ts has public ones.
  joinPublicSession: hidden(200),
  endSession: hidden(204),
  updateSessionSettings: { ...hidden(200), body: () => ({ isLocked: true }) },
  // A guest may only leave.
  removeMember: { ...hidden(404), guest: 403 },
  setMemberRole: { ...hidden(404), body: () => ({ role: 'dj' }) },
  // The session keeps its owner.
  transferSession: { ...hidden(404), body: ({ userId }) => ({ userId }) },
  rotateInviteCode: hidden(200),
  listBans: hidden(200),
  banUser: hidden(204),
  unbanUser: hidden(204),
  listJoinRequests: hidden(200),
  answerJoinRequest: { ...hidden(404), body: () => ({ decision: 'approve' }) },
  listChatMessages: { ...hidden(200), guest: 200 },
  postChatMessage: { ...hidden(201), guest: 201, body: () => ({ text: 'This drop!' }) },
  // A message that does not exist; listening/chat.test.ts has who may delete one.
  deleteChatMessage: { ...hidden(204), guest: 204 },
  react: { ...hidden(204), guest: 204, body: () => ({ reaction: 'heart' }) },
  // Nothing plays in it; listening/skip-votes.test.ts has votes that count.
  voteToSkip: { ...hidden(409), guest: 409, body: () => ({ queueItemId: newId() }) },
  withdrawSkipVote: { ...hidden(204), guest: 204 },
  listTrackSuggestions: { ...hidden(200), guest: 200 },
  getSyncReceipt: hidden(200),
  // A session that goes on; listening/trail.test.ts has one that has ended.
  getTrail: hidden(200),
  suggestTrack: { ...hidden(201), body: ({ trackId }) => ({ trackId }) },
  // One that does not exist; listening/suggestions.test.ts has who may do what with one.
  answerSuggestion: { ...hidden(404), body: () => ({ decision: 'accept' }) },
  withdrawSuggestion: hidden(204),
  voteForSuggestion: { ...hidden(404), guest: 404 },
  withdrawSuggestionVote: { ...hidden(204), guest: 204 },
  createTicket: { ...hidden(201), guest: 201, body: () => ({ deviceId: 'laptop' }) },
  // No access token opens it; listening/admission.test.ts has the tickets.
  openSocket: { owner: 426, other: 426, admin: 426, listener: 426, anonymous: 426, guest: 426 },
};

function pathOf(url: string, objects: Objects): string {
  return url.replaceAll(/:(\w+)/g, (_, name: string) => objects[name as keyof Objects]);
}

async function statusOf(
  method: string,
  path: string,
  who: Person | undefined,
  body?: object,
): Promise<number> {
  const headers = {
    ...(who && { authorization: who.authorization }),
    ...(body && { 'content-type': 'application/json' }),
  };
  const response = await fetch(music.baseUrl + path, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  await response.body?.cancel();
  return response.status;
}

const withId = Object.entries(table).filter(([, { url }]) => url.includes('/:'));

t.test('every route with an id is in the matrix', async (t) => {
  t.same(Object.keys(matrix).sort(), withId.map(([name]) => name).sort());
});

for (const [name, { method, url }] of withId) {
  t.test(`${name}: only those may call it whom the matrix names`, async (t) => {
    const rule = matrix[name];
    if (rule === undefined) return void t.fail('not in the matrix');
    // The owner last: a permitted deletion would hide what the others may do.
    for (const who of ['anonymous', 'listener', 'other', 'admin', 'owner'] as const) {
      const objects = await newObjects(url);
      const status = await statusOf(String(method), pathOf(url, objects), people[who], rule.body?.(objects));
      t.equal(status, rule[who], who);
    }
  });
}

const securedRoutes = Object.entries(table).filter(([, { config }]) => config.security.length > 0);
const forGuests = new Set(
  securedRoutes.filter(([, { config }]) => admitsGuests(config.security)).map(([name]) => name),
);

t.test('the matrix says what a guest gets, of each route that admits guests', async (t) => {
  const listed = Object.entries(matrix).filter(([, { guest }]) => guest !== undefined);
  t.same(listed.map(([name]) => name).sort(), [...forGuests].sort());
});

for (const [name, { method, url }] of securedRoutes) {
  t.test(`${name}: a guest of a session may call it only where the contract says so`, async (t) => {
    const objects = await newObjects(url);
    const guest = await guestOf(objects);
    const bodyOf = (of: Objects) =>
      matrix[name]?.body?.(of) ?? (method === 'GET' || method === 'DELETE' ? undefined : {});
    const statusFor = (of: Objects) => statusOf(String(method), pathOf(url, of), guest, bodyOf(of));
    t.equal(await statusFor(objects), forGuests.has(name) ? matrix[name]?.guest : 403);
    const isOfSession = url.includes(':sessionId') && name !== 'openSocket';
    if (!forGuests.has(name) || !isOfSession) return;
    t.equal(await statusFor(await newObjects(url)), 404, 'another session does not exist for this guest');
  });
}

t.test('a listener may not call a route of artists or admins, by any method', async (t) => {
  const objects = await newObjects();
  const needsRole = (schemes: Readonly<Record<string, readonly string[]>>) =>
    (schemes['bearer'] ?? []).some((scope) => scope !== 'guests');
  const guarded = Object.values(table).filter(
    ({ config: { security } }) => security.length > 0 && security.every(needsRole),
  );
  t.same(
    guarded.map(({ config }) => config.operationId),
    [
      ...[
        'createTrack',
        'updateTracks',
        'findDuplicates',
        'updateTrack',
        'deleteTrack',
        'setTrackCover',
        'removeTrackCover',
      ],
      ...['listTrackEdits', 'setLyrics', 'removeLyrics', 'analyseTrack', 'getTrackFigures'],
    ],
  );
  for (const { method, url } of guarded) {
    const path = pathOf(url, objects);
    const body = method === 'GET' ? undefined : {};
    t.equal(await statusOf(String(method), path, people.listener, body), 403, `${String(method)} ${url}`);
    const known = Object.values(table)
      .filter((other) => other.url === url)
      .map((other) => other.method);
    for (const other of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
      (one) => !known.includes(one as 'GET'),
    )) {
      t.ok([403, 405].includes(await statusOf(other, path, people.listener)), `${other} ${url}`);
    }
  }
});

t.test('fields that a client must not set change nothing, in any body', async (t) => {
  const { owner } = people;
  const objects = await newObjects();
  const bodies: Readonly<Record<string, object>> = {
    createPlaylist: { name: 'Mine' },
    createSession: { trackIds: [objects.trackId] },
    importPlaylist: { text: 'a.mp3' },
    joinSession: { inviteCode: 'AAAAAAAA' },
    joinAsGuest: { inviteCode: 'AAAAAAAA', displayName: 'Gus' },
    joinPlaylist: { inviteCode: 'AAAAAAAA' },
    previewSession: { inviteCode: 'AAAAAAAA' },
    reportPlays: { plays: [] },
    connectListenBrainz: { token: 'none' },
    setNowPlaying: { trackId: objects.trackId },
    savePlayQueue: { trackIds: [objects.trackId], current: 0, positionMs: 0 },
    findDuplicates: { sha256: ['0'.repeat(64)] },
    updateTracks: { trackIds: [objects.trackId], change: { album: 'Changed' } },
    ...Object.fromEntries(
      Object.entries(matrix).flatMap(([name, { body }]) => (body ? [[name, body(objects)]] : [])),
    ),
  };
  const withBody = Object.entries(table).filter(([, { schema }]) => schema.body !== undefined);
  t.same(Object.keys(bodies).sort(), withBody.map(([name]) => name).sort(), 'every body is listed');
  const collections = ['playlists', 'listeningSessions', 'tracks'];
  const stored = () =>
    Promise.all(collections.map((name) => music.app.mongo.db.collection(name).find().toArray()));
  const before = await stored();
  for (const [name, { method, url }] of withBody) {
    for (const extra of ['role', 'emailVerified', 'ownerId', '_id', 'id', '__proto__', 'constructor']) {
      const path = pathOf(url, objects);
      const text = JSON.stringify(bodies[name]).replace(/\}$/, `,${JSON.stringify(extra)}:{"role":"admin"}}`);
      const response = await fetch(music.baseUrl + path, {
        method: String(method),
        headers: { authorization: owner.authorization, 'content-type': 'application/json' },
        body: text,
      });
      await response.body?.cancel();
      t.equal(response.status, 400, `${name}: ${extra}`);
    }
  }
  t.same(await stored(), before);
  const form = audioForm(silentWav(1), 'a.wav', { ownerId: newId() });
  t.equal((await music.upload(form, owner)).status, 400, 'a part of a form');
});
