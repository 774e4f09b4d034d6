// `make run` with the demo, where artists need an approval: the demo's artists get theirs by the operator's command.
// The test uses the printed summary as a reader would: it opens each URL, signs in with each login, runs the first steps.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import { Downbeat } from '@downbeat/sdk';
import t from 'tap';
import { givenServers, pidsOf, root, startRun } from './run-process.ts';

interface Listed {
  file: string;
  title: string;
  artist: string;
  album: string;
  genre: string;
  year: number;
  trackNumber: number;
  durationMs: number;
  bytes: number;
}

const manifest = readFileSync(join(root, 'deploy/demo/tracks/manifest.json'), 'utf8');
const { tracks: listed } = JSON.parse(manifest) as { tracks: Listed[] };
const contentTypes: Record<string, string> = {
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  m4a: 'audio/mp4',
};

// Starts its own broker, so that the summary shows a dashboard.
const run = await startRun(t, {
  env: { ...(await givenServers(t)), AMQP_URL: '', AUTH_ARTIST_SIGNUP: 'approval' },
});
await run.waitForOutput('Downbeat is running');
await run.waitForOutput('First steps:');
const { auth, music, notification, web, inbox, rabbitDashboard } = run.ports;

/** The first request to a page may take longer than a probe waits. */
const answers = (url: string, headers?: Record<string, string>): Promise<void> =>
  poll(() => getOk(url, headers), { withinMs: 30_000, what: url });

/** The values of a label in the printed summary. */
const inSummary = (label: string): string[] =>
  [...run.output().matchAll(new RegExp(`^│ ${label} +(.+?) +│$`, 'gm'))].map(([, value = '']) => value);

const password = inSummary('Password')[0]?.split(' ')[0] ?? '';
const lena = new Downbeat({ authUrl: `http://127.0.0.1:${auth}`, musicUrl: `http://127.0.0.1:${music}` });
const { user } = await lena.auth.login({ email: 'lena@downbeat.example', password });
const { items: tracks } = await lena.music.listTracks({ limit: 100 });
const byTitle = new Map(tracks.map((track) => [track.title, track]));

await t.test('the summary has the URL of every service, and each responds', async (t) => {
  const at = (port: number): string => `http://localhost:${port}`;
  const withDocs = (port: number): string => `${at(port)}      docs ${at(port)}/docs`;
  t.strictSame(['Listen', 'Guides', 'Auth', 'Music', 'Notification', 'Inbox'].flatMap(inSummary), [
    at(web),
    `${at(web)}/docs/`,
    withDocs(auth),
    withDocs(music),
    withDocs(notification),
    at(inbox),
  ]);
  // The mail catcher serves its page only to requests that accept HTML.
  for (const port of [web, inbox]) await answers(at(port), { accept: 'text/html' });
  const guides = await fetch(inSummary('Guides')[0]!);
  t.match(await guides.text(), '<title>Start here | Downbeat</title>');
  for (const port of [auth, music, notification]) await answers(`${at(port)}/docs`);
  const [, dashboard = '', login = ''] = /^(\S+) {2}\((.+)\)$/.exec(inSummary('RabbitMQ')[0] ?? '') ?? [];
  t.equal(dashboard, `http://127.0.0.1:${rabbitDashboard}`);
  await answers(dashboard);
  const credentials = Buffer.from(login.replace(' / ', ':')).toString('base64');
  await answers(`${dashboard}/api/overview`, { authorization: `Basic ${credentials}` });
});

await t.test('the summary has four logins, each with its role', async (t) => {
  t.equal(user.role, 'listener');
  for (const [role, name, emails] of [
    ['listener', 'Demo listener', ['lena@downbeat.example']],
    ['artist', 'Demo artist', ['nadia@downbeat.example', 'club@downbeat.example']],
    ['admin', 'Demo admin', ['admin@downbeat.example']],
  ] as const) {
    t.strictSame(inSummary(name), emails);
    for (const email of emails) {
      const client = new Downbeat({ authUrl: `http://127.0.0.1:${auth}` });
      t.equal((await client.auth.login({ email, password })).user.role, role, email);
    }
  }
  t.match(run.output(), 'demo          accounts, tracks and playlists are made');
});

await t.test('the first steps list the tracks when they run in a shell', async (t) => {
  const [, steps = ''] = /^First steps:\n((?: {2}.+\n)+)/m.exec(run.output()) ?? [];
  t.equal(steps.trim().split('\n').length, 3);
  const { code, output } = await runCommand('sh', ['-euc', steps]);
  t.equal(code, 0, output);
  const { items } = JSON.parse(output) as { items: { id: string }[] };
  t.strictSame(items.map(({ id }) => id).sort(), tracks.map(({ id }) => id).sort());
});

await t.test('the demo has MP3, FLAC, Ogg and M4A tracks, each with the tags of its file', async (t) => {
  const wanted = listed.map(({ file, title, artist, album, genre, year, trackNumber, bytes }) => ({
    ...{ title, album, genre, year, trackNumber, bytes },
    artist: { name: artist },
    taggedArtist: artist,
    contentType: contentTypes[file.split('.').at(-1)!],
  }));
  t.equal(tracks.length, listed.length);
  for (const track of wanted) t.match(byTitle.get(track.title), track, track.title);
  t.strictSame([...new Set(tracks.map(({ contentType }) => contentType))].sort(), [
    'audio/flac',
    'audio/mp4',
    'audio/mpeg',
    'audio/ogg',
  ]);
  for (const { title, durationMs } of listed)
    t.ok(Math.abs(byTitle.get(title)!.durationMs - durationMs) < 100, `${title}: ${durationMs} ms`);
});

await t.test('each demo track has a cover and streams the bytes of its file', async (t) => {
  for (const { file, title } of listed) {
    const track = byTitle.get(title)!;
    const cover = await fetch(lena.mediaUrl(track.coverUrl!));
    t.strictSame([cover.status, cover.headers.get('content-type')], [200, 'image/jpeg'], title);
    t.ok((await cover.arrayBuffer()).byteLength > 1_000);
    const streamed = Buffer.from(await (await fetch(lena.mediaUrl(track.streamUrl))).arrayBuffer());
    t.ok(streamed.equals(readFileSync(join(root, 'deploy/demo/tracks', file))), file);
  }
});

await t.test('the demo has two playlists in their order', async (t) => {
  const { items: playlists } = await lena.music.listPlaylists();
  const contents = playlists.map(async ({ id: playlistId, name }): Promise<[string, string[]]> => {
    const { items } = await lena.music.getPlaylist({ playlistId });
    return [name, items.map(({ track }) => track.title)];
  });
  t.same(Object.fromEntries(await Promise.all(contents)), {
    'Evening by the water': ['Harbour Lights', 'Slow Tide', 'Copper Kettle'],
    'On the way home': ['Night Bus 47', 'Paper Rockets', 'Glass Stairs', 'Harbour Lights'],
  });
});

await t.test('exits with 1 when it had to kill a program', async (t) => {
  // A stopped process does not react to SIGTERM.
  process.kill(pidsOf(run).get('mail')!, 'SIGSTOP');
  run.signal('SIGINT');
  t.equal(await run.ended, 1);
  t.match(run.output(), 'mail          did not stop within 3 s, killed');
});
