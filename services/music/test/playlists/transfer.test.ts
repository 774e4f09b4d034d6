import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { Playlist, PlaylistImportResult, Track } from '../../src/generated/schemas.gen.ts';
import { searchWords } from '../../src/tracks/search-tokens.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import type { Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { notFound, startPlaylists } from './playlist-fixture.ts';

const { music, artist, newTrack, newPlaylist } = await startPlaylists(t);

const IMPORT = '/api/music/playlists/import';

async function importOf(who: Person, body: object, headers = {}): Promise<PlaylistImportResult> {
  const response = await music.send('POST', IMPORT, who, body, headers);
  t.equal(response.status, 201);
  return (await response.json()) as PlaylistImportResult;
}

const hide = (track: Track, visibility: string) =>
  music.send('PATCH', `/api/music/tracks/${track.id}`, artist, { visibility });

const titlesOf = async (id: string, who: Person): Promise<string[]> =>
  ((await (await music.get(`/api/music/playlists/${id}`, who)).json()) as Playlist).items.map(
    ({ track }) => track.title,
  );

for (const [format, type] of [
  ['m3u8', 'audio/mpegurl'],
  ['xspf', 'application/xspf+xml'],
  ['jspf', 'application/jspf+json'],
] as const)
  t.test(`${format}: what is exported is imported again, without what the reader may not see`, async (t) => {
    const [owner, reader] = [music.person(), music.person()];
    const [one, hidden] = [await newTrack(`One ${format}`), await newTrack(`Hidden ${format}`)];
    const body = { name: 'Ours', visibility: 'unlisted', trackIds: [one.id, hidden.id, one.id] };
    const { id } = await newPlaylist(owner, body);
    await hide(hidden, 'private');
    const file = await music.get(`/api/music/playlists/${id}/export?format=${format}`, reader);
    t.equal(file.headers.get('content-type'), type, file.ok ? '' : await file.clone().text());
    t.match(file.headers.get('content-disposition'), `attachment; filename=Ours.${format}`);
    const text = await file.text();
    t.notMatch(text, /Hidden/);
    const result = await importOf(reader, { text });
    t.match(result, { name: 'Ours', matched: 2, entries: [{ trackId: one.id, matchedBy: 'id' }, {}] });
    t.same(await titlesOf(result.playlistId, reader), [`One ${format}`, `One ${format}`]);
  });

t.test('matches by title, artist and duration, and says what it has not found', async (t) => {
  const owner = music.person();
  const [plain, unlisted] = [await newTrack('Übermorgen'), await newTrack('Unlisted one')];
  await hide(unlisted, 'unlisted');
  await music.upload(audioForm(silentWav(1), 'b.wav', { title: 'Dämmerung', artist: 'Bea; Cem' }), artist);
  const text = [
    ...['#EXTINF:1,nadia - ubermorgen', 'x', '#EXTINF:60,Nadia - Übermorgen', 'x'],
    ...['#EXTINF:1,Other - Übermorgen', 'x', '#EXTINF:1,Nadia - Unlisted one', 'x'],
    ...['Übermorgen.mp3', `urn:uuid:${newId()}`, '#EXTINF:-1,Cem - Dammerung', 'x', 'Cem - Other.mp3'],
  ].join('\n');
  const { playlistId, matched, name, entries } = await importOf(owner, { text });
  t.equal(name, 'Imported playlist');
  t.equal(matched, 3);
  t.same(
    entries.map(({ trackId, matchedBy }) => [trackId === plain.id, matchedBy]),
    [
      [true, 'metadata'],
      ...[1, 2, 3].map(() => [false, null]),
      ...[
        [true, 'metadata'],
        [false, null],
        [false, 'metadata'],
        [false, null],
      ],
    ],
  );
  t.same(await titlesOf(playlistId, owner), ['Übermorgen', 'Übermorgen', 'Dämmerung']);
  const own = await importOf(artist, { text: '#EXTINF:1,Nadia - Unlisted one\nx', name: 'Mine' });
  t.match(own, { name: 'Mine', matched: 1 }, 'one finds all of one’s own');
});

t.test(
  'exports the artists of the tags, which an import finds, and reads past a byte order mark',
  async (t) => {
    const owner = music.person();
    const form = audioForm(silentWav(1), 'c.wav', { title: 'Twosome', artist: 'Dora; Emil' });
    const { id: trackId } = (await (await music.upload(form, artist)).json()) as Track;
    const { id } = await newPlaylist(owner, { name: 'Pairs', trackIds: [trackId] });
    for (const format of ['m3u8', 'xspf', 'jspf']) {
      const text = await (
        await music.get(`/api/music/playlists/${id}/export?format=${format}`, owner)
      ).text();
      t.match(text, 'Dora, Emil', format);
      const foreign = `\uFEFF${text.replaceAll(trackId, newId())}`;
      t.match(await importOf(owner, { text: foreign }), {
        ...{ name: 'Pairs', matched: 1, entries: [{ artist: 'Dora, Emil', trackId, matchedBy: 'metadata' }] },
      });
    }
  },
);

t.test('finds the tracks of one name by each of its lengths', async (t) => {
  const owner = music.person();
  const short = await newTrack('Both lengths');
  const long = audioForm(silentWav(9), 'd.wav', { title: 'Both lengths' });
  const { id } = (await (await music.upload(long, artist)).json()) as Track;
  const lines = [1, 9, 60].map((seconds) => `#EXTINF:${seconds},Nadia - Both lengths\nx`);
  const { entries } = await importOf(owner, { text: lines.join('\n') });
  t.same(
    entries.map(({ trackId }) => trackId),
    [short.id, id, null],
  );
});

t.test('looks for long names by their beginnings', async (t) => {
  const { id } = await newTrack('Beginning');
  const long = '夜.'.repeat(100_000);
  const { entries } = await importOf(music.person(), {
    text: `#EXTINF:1,${long} - Beginning\nx\n#EXTINF:1,Nadia - Beginning\nx`,
  });
  t.match(entries, [{ artist: long.slice(0, 200), trackId: null }, { trackId: id }]);
  t.equal(searchWords('a.'.repeat(100_000)).length, 40);
  t.equal(searchWords('夜'.repeat(100_000)).length, 40);
});

t.test('imports once, for a request that comes twice', async (t) => {
  const owner = music.person();
  const track = await newTrack('Once only');
  const headers = { 'idempotency-key': newId() };
  const body = { text: `/api/music/tracks/${track.id}/stream` };
  const results = [await importOf(owner, body, headers), await importOf(owner, body, headers)];
  t.same(results[0], results[1]);
  const { items } = (await (await music.get('/api/music/playlists', owner)).json()) as { items: object[] };
  t.equal(items.length, 1);
});

t.test('refuses files that it cannot read, that name nothing, or that are too long', async (t) => {
  const owner = music.person();
  const refusal = {
    status: 422,
    code: 'PLAYLIST_FILE_UNREADABLE',
    title: 'This is no playlist that can be read',
  };
  await sameProblem(t, await music.send('POST', IMPORT, owner, { text: '#EXTM3U\n' }), {
    ...{ ...refusal, instance: IMPORT, detail: 'This file names no track' },
  });
  for (const text of ['<playlist>', '{"playlist":1}', 'A letter\nto someone'])
    t.match(await (await music.send('POST', IMPORT, owner, { text })).json(), { code: refusal.code });
  t.match(await (await music.send('POST', IMPORT, owner, { text: 'nowhere.mp3' })).json(), {
    ...{ status: 422, code: refusal.code, detail: 'None of the tracks in this file is here' },
  });
  t.equal((await music.send('POST', IMPORT, owner, { text: '' })).status, 400);
  t.equal((await music.send('POST', IMPORT, owner, { text: 'x'.repeat(500_001) })).status, 400);
  t.equal((await music.send('POST', IMPORT, owner, { text: 'ü'.repeat(1_100_000) })).status, 413);
  const lines = Array.from({ length: 1001 }, (_, index) => `${index}.mp3`).join('\n');
  t.match(await (await music.send('POST', IMPORT, owner, { text: lines })).json(), {
    ...{ code: 'PLAYLIST_FULL', quota: { name: 'playlistItems', used: 0, limit: 1000 } },
    detail: 'This file names 1001 tracks, and a playlist has at most 1000. Split the file.',
  });
  t.same(await (await music.get('/api/music/playlists', owner)).json(), {
    ...{ items: [], nextCursor: null },
  });
});

t.test('reads a file with as many entries as a playlist holds, and one query for many titles', async (t) => {
  const owner = music.person();
  const track = await newTrack('Number 700');
  const lines = Array.from({ length: 1000 }, (_, index) => `#EXTINF:-1,Nadia - Number ${index}\nx`);
  const result = await importOf(owner, { text: lines.join('\n') });
  t.match(result, { matched: 1, entries: { length: 1000 } });
  t.match(result.entries[700], { title: 'Number 700', trackId: track.id });
});

t.test('exports no private playlist of others', async (t) => {
  const { id } = await newPlaylist(music.person());
  const path = `/api/music/playlists/${id}/export`;
  await sameProblem(t, await music.get(`${path}?format=xspf`, music.person()), notFound(path));
  t.equal((await music.get(`${path}?format=pls`, music.person())).status, 400);
});
