import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type {
  Playlist,
  PlaylistInvite,
  PlaylistMember,
  PlaylistPage,
} from '../../src/generated/schemas.gen.ts';
import type { Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { notFound, startPlaylists } from './playlist-fixture.ts';

const { music, artist, newTrack, newPlaylist, add } = await startPlaylists(t);

type Role = 'view' | 'add' | 'edit';

const pathOf = (id: string): string => `/api/music/playlists/${id}`;

async function invite(owner: Person, id: string, body: object): Promise<PlaylistInvite> {
  const response = await music.send('POST', `${pathOf(id)}/invites`, owner, body);
  t.equal(response.status, 201);
  return (await response.json()) as PlaylistInvite;
}

const join = (who: Person, inviteCode: string) =>
  music.send('POST', '/api/music/playlists/join', who, { inviteCode });

async function joined(owner: Person, id: string, role: Role, who = music.person()): Promise<Person> {
  const { inviteCode } = await invite(owner, id, { role });
  t.equal((await join(who, inviteCode)).status, 200);
  return who;
}

async function read(id: string, who: Person): Promise<Playlist> {
  const response = await music.get(pathOf(id), who);
  t.equal(response.status, 200);
  return (await response.json()) as Playlist;
}

async function membersOf(id: string, who: Person): Promise<PlaylistMember[]> {
  const response = await music.get(`${pathOf(id)}/members`, who);
  t.equal(response.status, 200);
  return ((await response.json()) as { items: PlaylistMember[] }).items;
}

/** What each operation answers to the owner, to members by their role, and to an account that is no member. */
const rights: readonly [string, Record<'owner' | Role | 'stranger', number>][] = [
  ['getPlaylist', { owner: 200, edit: 200, add: 200, view: 200, stranger: 404 }],
  ['rename', { owner: 200, edit: 200, add: 403, view: 403, stranger: 404 }],
  ['describe', { owner: 200, edit: 200, add: 403, view: 403, stranger: 404 }],
  ['addPlaylistItem', { owner: 201, edit: 201, add: 201, view: 403, stranger: 404 }],
  ['addPlaylistTracks', { owner: 201, edit: 201, add: 201, view: 403, stranger: 404 }],
  ['reorderPlaylist', { owner: 200, edit: 200, add: 403, view: 403, stranger: 404 }],
  ['removeItemOfOwner', { owner: 200, edit: 200, add: 403, view: 403, stranger: 404 }],
  ['duplicatePlaylist', { owner: 201, edit: 201, add: 201, view: 201, stranger: 404 }],
  ['listPlaylistMembers', { owner: 200, edit: 200, add: 200, view: 200, stranger: 404 }],
  ['listPlaylistInvites', { owner: 200, edit: 403, add: 403, view: 403, stranger: 404 }],
  ['createPlaylistInvite', { owner: 201, edit: 403, add: 403, view: 403, stranger: 404 }],
  ['withdrawPlaylistInvite', { owner: 204, edit: 403, add: 403, view: 403, stranger: 404 }],
  ['setPlaylistMemberRole', { owner: 204, edit: 403, add: 403, view: 403, stranger: 404 }],
  ['publish', { owner: 200, edit: 403, add: 403, view: 403, stranger: 404 }],
  // After this it is private again, and nothing of it has changed for members.
  ['hide', { owner: 200, edit: 403, add: 403, view: 403, stranger: 404 }],
  ['removePlaylistMember', { owner: 204, edit: 403, add: 403, view: 403, stranger: 404 }],
  ['deletePlaylist', { owner: 204, edit: 403, add: 403, view: 403, stranger: 404 }],
];

/** The requests of the table above: method, path below the playlist, body. */
function callsOf(
  { items, revision }: Playlist,
  trackId: string,
  memberId: string,
  ownerId: string,
): Record<string, [string, string, object?]> {
  const itemIds = items.map((item) => item.id);
  const ownItem = items.find(({ addedBy }) => addedBy.userId === ownerId);
  return {
    getPlaylist: ['GET', ''],
    rename: ['PATCH', '', { name: 'Renamed' }],
    describe: ['PATCH', '', { description: 'Described' }],
    publish: ['PATCH', '', { name: 'Published', visibility: 'private' }],
    hide: ['PATCH', '', { visibility: 'private' }],
    addPlaylistItem: ['POST', '/items', { trackId }],
    addPlaylistTracks: ['POST', '/tracks', { trackIds: [trackId] }],
    reorderPlaylist: ['PUT', '/items', { revision, itemIds }],
    removeItemOfOwner: ['DELETE', `/items/${ownItem?.id}`],
    duplicatePlaylist: ['POST', '/copies', {}],
    listPlaylistMembers: ['GET', '/members'],
    listPlaylistInvites: ['GET', '/invites'],
    createPlaylistInvite: ['POST', '/invites', { role: 'view' }],
    withdrawPlaylistInvite: ['DELETE', `/invites/${newId()}`],
    setPlaylistMemberRole: ['PUT', `/members/${memberId}`, { role: 'view' }],
    removePlaylistMember: ['DELETE', `/members/${memberId}`],
    deletePlaylist: ['DELETE', ''],
  };
}

t.test('each operation is for the roles that may, and for no others', async (t) => {
  const owner = music.person('listener', 'Lena');
  const track = await newTrack('Shared');
  const { id } = await newPlaylist(owner, { name: 'Ours', trackIds: [track.id, track.id, track.id] });
  const path = pathOf(id);
  const people = {
    stranger: music.person(),
    view: await joined(owner, id, 'view'),
    add: await joined(owner, id, 'add'),
    edit: await joined(owner, id, 'edit'),
    owner,
  };
  const victim = await joined(owner, id, 'view');
  const call = async (operation: string, who: Person): Promise<Response> => {
    const playlist = await read(id, owner);
    const [method, url, body] = callsOf(playlist, track.id, victim.id, owner.id)[operation]!;
    return music.send(method, path + url, who, body);
  };
  for (const [operation, expected] of rights) {
    for (const role of ['stranger', 'view', 'add', 'edit', 'owner'] as const) {
      const response = await call(operation, people[role]);
      t.equal(response.status, expected[role], `${operation}: ${role}`);
      const code = { 403: 'FORBIDDEN', 404: 'PLAYLIST_NOT_FOUND' }[expected[role]];
      if (code === undefined) await response.body?.cancel();
      else t.match(await response.json(), { code }, `${operation}: ${role}`);
    }
  }
});

t.test('says who has added what, and lets the role add remove own items only', async (t) => {
  const owner = music.person('listener', 'Lena');
  const track = await newTrack('Whose');
  const { id } = await newPlaylist(owner);
  const bob = await joined(owner, id, 'add', music.person('listener', 'Bob'));
  await add(owner, id, track.id);
  const { items, role } = await add(bob, id, track.id);
  t.equal(role, 'add');
  t.same(
    items.map(({ addedBy }) => addedBy),
    [
      { userId: owner.id, displayName: 'Lena' },
      { userId: bob.id, displayName: 'Bob' },
    ],
  );
  const [theirs, own] = items.map((item) => `${pathOf(id)}/items/${item.id}`);
  t.equal((await music.send('DELETE', theirs!, bob)).status, 403);
  t.equal((await music.send('DELETE', own!, bob)).status, 200);
  t.equal((await read(id, owner)).items.length, 1);
});

t.test('shows a private track of a member to that member alone', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const track = await newTrack('Sketch');
  await music.send('PATCH', `/api/music/tracks/${track.id}`, artist, { visibility: 'private' });
  await joined(owner, id, 'add', artist);
  t.equal((await add(artist, id, track.id)).items.length, 1);
  t.equal((await read(id, artist)).items.length, 1);
  t.equal((await read(id, owner)).items.length, 0);
});

t.test('lists shared playlists among those of the caller, in pages without gaps', async (t) => {
  const [owner, member] = [music.person(), music.person()];
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) {
    const isOwn = name === 'b' || name === 'd';
    const { id } = await newPlaylist(isOwn ? member : owner, { name });
    if (!isOwn) await joined(owner, id, 'edit', member);
  }
  await newPlaylist(owner, { name: 'of the owner alone' });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const response = await music.get(`/api/music/playlists?limit=2${query}`, member);
    const page = (await response.json()) as PlaylistPage;
    seen.push(...page.items.map(({ name, role }) => `${name}: ${role}`));
    cursor = page.nextCursor;
  }
  t.same(seen, ['e: edit', 'd: owner', 'c: edit', 'b: owner', 'a: edit']);
});

t.test(
  'an invite ends by its withdrawal, by its time, or with the member whom the owner removes',
  async (t) => {
    const owner = music.person();
    const { id } = await newPlaylist(owner);
    const invalid = {
      status: 404,
      code: 'INVITE_INVALID',
      title: 'This invite code is not valid',
      instance: '/api/music/playlists/join',
    };
    await sameProblem(t, await join(music.person(), 'AAAAAAAA'), invalid);

    const withdrawn = await invite(owner, id, { role: 'add' });
    const early = music.person();
    t.equal((await join(early, withdrawn.inviteCode.toLowerCase())).status, 200, 'as a person types it');
    const withdraw = () => music.send('DELETE', `${pathOf(id)}/invites/${withdrawn.id}`, owner);
    t.equal((await withdraw()).status, 204);
    t.equal((await withdraw()).status, 204);
    await sameProblem(t, await join(music.person(), withdrawn.inviteCode), invalid);
    t.equal((await read(id, early)).role, 'add', 'who has joined stays');

    const expired = await invite(owner, id, { role: 'view', expiresInHours: 1 });
    t.equal(Date.parse(expired.expiresAt) - Date.parse(expired.createdAt), 3_600_000);
    await music.app.mongo.db
      .collection<{ _id: string }>('playlists')
      .updateOne({ _id: id, 'invites.id': expired.id }, { $set: { 'invites.$.expiresAt': new Date(0) } });
    await sameProblem(t, await join(music.person(), expired.inviteCode), invalid);

    const open = await invite(owner, id, { role: 'edit' });
    const listed = await (await music.get(`${pathOf(id)}/invites`, owner)).json();
    t.same(listed, { items: [open] }, 'only those that can be used');
    const guest = music.person();
    await join(guest, open.inviteCode);
    t.equal((await music.send('DELETE', `${pathOf(id)}/members/${guest.id}`, owner)).status, 204);
    await sameProblem(t, await music.get(pathOf(id), guest), notFound(pathOf(id)));
    await sameProblem(t, await join(guest, open.inviteCode), invalid);
  },
);

t.test('members leave by themselves, and may come back', async (t) => {
  const owner = music.person('listener', 'Lena');
  const { id } = await newPlaylist(owner);
  const track = await newTrack('Left behind');
  const { inviteCode } = await invite(owner, id, { role: 'add' });
  const guest = music.person('listener', 'Guest');
  await join(guest, inviteCode);
  await add(guest, id, track.id);
  const self = `${pathOf(id)}/members/${guest.id}`;
  t.equal((await music.send('DELETE', self, guest)).status, 204);
  await sameProblem(t, await music.send('DELETE', self, guest), notFound(self));
  t.match(await read(id, owner), { items: [{ addedBy: { userId: guest.id, displayName: null } }] });
  t.equal((await join(guest, inviteCode)).status, 200);
  t.match(await read(id, owner), { items: [{ addedBy: { displayName: 'Guest' } }] });
  await sameProblem(t, await music.send('DELETE', `${pathOf(id)}/members/${owner.id}`, owner), {
    status: 404,
    code: 'PLAYLIST_MEMBER_NOT_FOUND',
    title: 'This user is not a member of the playlist',
    instance: `${pathOf(id)}/members/${owner.id}`,
  });
});

t.test('a role that the owner changes counts from the next request on', async (t) => {
  const owner = music.person('listener', 'Lena');
  const track = await newTrack('Later');
  const { id } = await newPlaylist(owner);
  const guest = await joined(owner, id, 'edit', music.person('listener', 'Guest'));
  t.equal((await read(id, guest)).role, 'edit');
  const rename = () => music.send('PATCH', pathOf(id), guest, { name: 'Renamed' });
  t.equal((await rename()).status, 200);
  const setRole = (role: string) => music.send('PUT', `${pathOf(id)}/members/${guest.id}`, owner, { role });
  t.equal((await setRole('owner')).status, 400);
  t.equal((await setRole('view')).status, 204);
  t.equal((await rename()).status, 403);
  t.equal((await read(id, guest)).role, 'view');
  t.equal((await music.send('POST', `${pathOf(id)}/items`, guest, { trackId: track.id })).status, 403);
  const shown = (await membersOf(id, guest)).map(({ displayName, role }) => [displayName, role]);
  t.same(shown, [
    ['Lena', 'owner'],
    ['Guest', 'view'],
  ]);
});

t.test('a lower role cannot be undone by leaving and joining again', async (t) => {
  const [owner, member] = [music.person('listener', 'Lena'), music.person()];
  const { id } = await newPlaylist(owner, { name: 'Lowered' });
  const { inviteCode } = await invite(owner, id, { role: 'add' });
  t.equal((await join(member, inviteCode)).status, 200);
  const setRole = (role: Role) => music.send('PUT', `${pathOf(id)}/members/${member.id}`, owner, { role });
  t.equal((await setRole('edit')).status, 204);
  t.equal((await join(music.person(), inviteCode)).status, 200, 'a higher one leaves the invite');
  t.equal((await setRole('view')).status, 204);
  t.equal((await music.send('DELETE', `${pathOf(id)}/members/${member.id}`, member)).status, 204);
  t.match(await (await join(member, inviteCode)).json(), { code: 'INVITE_INVALID' });
});

t.test('joins once, also by parallel requests, and keeps the role', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const guest = await joined(owner, id, 'edit');
  const { inviteCode } = await invite(owner, id, { role: 'view' });
  const again = await Promise.all(Array.from({ length: 4 }, () => join(guest, inviteCode)));
  t.same([...new Set(again.map(({ status }) => status))], [200]);
  const newcomer = music.person();
  const parallel = await Promise.all(Array.from({ length: 4 }, () => join(newcomer, inviteCode)));
  t.same([...new Set(parallel.map(({ status }) => status))], [200]);
  t.match(await (await join(owner, inviteCode)).json(), { role: 'owner' });
  const roles = (await membersOf(id, owner)).map(({ userId, role }) => [userId, role]);
  t.same(roles, [
    [owner.id, 'owner'],
    [guest.id, 'edit'],
    [newcomer.id, 'view'],
  ]);
});

t.test('a playlist has at most 50 members and 10 invites, an account 200 playlists of others', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const playlists = music.app.mongo.db.collection<{ _id: string; members?: object[] }>('playlists');
  const member = (userId: string) => ({
    ...{ userId, displayName: 'Full', role: 'view', inviteId: newId(), joinedAt: new Date() },
  });
  const members = Array.from({ length: 49 }, () => member(newId()));
  await playlists.updateOne({ _id: id }, { $set: { members } });
  const { inviteCode } = await invite(owner, id, { role: 'view' });
  const answers = await Promise.all(Array.from({ length: 3 }, () => join(music.person(), inviteCode)));
  t.same(answers.map(({ status }) => status).toSorted(), [200, 409, 409]);
  t.match(await (await join(music.person(), inviteCode)).json(), { code: 'PLAYLIST_MEMBERS_FULL' });

  const path = `${pathOf(id)}/invites`;
  const more = await Promise.all(
    Array.from({ length: 11 }, () => music.send('POST', path, owner, { role: 'view' })),
  );
  t.equal(more.filter(({ status }) => status === 201).length, 9);
  t.match(await (await music.send('POST', path, owner, { role: 'view' })).json(), {
    code: 'PLAYLIST_INVITES_FULL',
  });

  const guest = music.person();
  await playlists.insertMany(
    Array.from({ length: 200 }, () => ({
      ...{ _id: newId(), ownerId: newId(), items: [], members: [member(guest.id)] },
    })),
  );
  const other = await newPlaylist(owner);
  const { inviteCode: last } = await invite(owner, other.id, { role: 'view' });
  t.match(await (await join(guest, last)).json(), { code: 'PLAYLIST_LIST_FULL' });
});

t.test('limits the wrong invite codes of an account', async (t) => {
  const guest = music.person();
  const codes = Array.from({ length: 30 }, () => 'AAAAAAAA');
  const answers: number[] = [];
  for (const code of codes) {
    const { status } = await join(guest, code);
    answers.push(status);
    if (status === 429) break;
  }
  t.equal(answers.at(-1), 429);
  t.same([...new Set(answers.slice(0, -1))], [404]);
});

t.test('reads a playlist of a version before members, whose items are of its owner', async (t) => {
  const owner = music.person();
  const track = await newTrack('Old');
  const id = newId();
  const [createdAt, item] = [new Date(), { id: newId(), trackId: track.id, addedAt: new Date() }];
  await music.app.mongo.db.collection<{ _id: string }>('playlists').insertOne({
    ...{ _id: id, ownerId: owner.id, slot: 0, name: 'Old', visibility: 'private', revision: 4 },
    ...{ items: [item], createdAt, updatedAt: createdAt },
  });
  t.match(await read(id, owner), {
    ...{ description: null, ownerName: null, role: 'owner', revision: 4 },
    items: [{ id: item.id, addedBy: { userId: owner.id, displayName: null } }],
  });
  t.match(await (await music.get('/api/music/playlists', owner)).json(), {
    items: [{ id, role: 'owner', ownerName: null }],
  });
  const guest = await joined(owner, id, 'view');
  t.match(await read(id, guest), { role: 'view', ownerName: owner.name });
  t.equal((await add(owner, id, track.id)).items.length, 2);
});
