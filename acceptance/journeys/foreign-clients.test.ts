// Programs that are not ours use the contracts: Postman's runner, clients that others' generators make of them, and our SDK in
// runtimes other than Node.
import { readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { root } from '@downbeat/deploy/paths';
import t, { type Test } from 'tap';
import { password, uniqueEmail } from '../system/clients.ts';
import { isMissing, npmTool, pythonTool } from '../system/fetched-tool.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const { authUrl, musicUrl, notificationUrl } = system;
const song = join(root, 'deploy/demo/tracks/harbour-lights.mp3');
/** The accounts of these programs do not read the mail with their code, which an upload needs in production. */
const skip = system.local === undefined && 'an upload needs a confirmed e-mail address here';

/** What both scripts print: the uploaded track is in the list. */
const uploaded = '["Harbour Lights", "Lo-fi", true]';

/** The tool, unless it cannot be had here; then the test is skipped, and says so. */
async function toolFor(t: Test, finding: ReturnType<typeof npmTool>): Promise<string | undefined> {
  const found = await finding;
  if (!isMissing(found)) return found;
  skipWithout(t, found.reason);
  return undefined;
}

function skipWithout(t: Test, reason: string): void {
  process.stderr.write(`\n${t.name}: SKIPPED, the tool cannot be had here: ${reason}\n`);
  t.plan(0, 'the tool cannot be had here');
}

async function run(t: Test, command: string, args: string[], path?: string): Promise<string> {
  const env = path === undefined ? {} : { PATH: [path, process.env.PATH].join(delimiter) };
  const { code, output } = await runCommand(command, args, { cwd: root, timeoutMs: 240_000, env });
  t.equal(code, 0, output);
  return output;
}

await t.test('the Postman collection runs as a whole', { skip }, async (t) => {
  const newman = await toolFor(t, npmTool('newman', '6.2.2'));
  if (newman === undefined) return;
  const folders = ['auth', 'music', 'notification', 'clean up'].flatMap((name) => ['--folder', name]);
  const urls = Object.entries({ authUrl, musicUrl, notificationUrl }).flatMap(([name, url]) => [
    '--env-var',
    `${name}=${url}`,
  ]);
  const files = [
    'openapi/postman/downbeat.postman_collection.json',
    ...['-e', 'openapi/postman/downbeat.postman_environment.json'],
  ];
  const options = ['--working-dir', root, '--color', 'off'];
  await run(t, process.execPath, [
    join(newman, 'bin/newman.js'),
    'run',
    ...files,
    ...urls,
    ...folders,
    ...options,
  ]);
});

const typescriptJourney = `
import { openAsBlob } from 'node:fs';
import { client as authClient } from './auth/client.gen.ts';
import { login, register } from './auth/index.ts';
import { client as musicClient } from './music/client.gen.ts';
import { createTrack, listTracks } from './music/index.ts';

const [authUrl, musicUrl, email, password, song] = process.argv.slice(2);
const throwOnError = true;
authClient.setConfig({ baseUrl: authUrl });
await register({ body: { email, password, displayName: 'Ada', role: 'artist' }, throwOnError });
const session = await login({ body: { email, password }, throwOnError });
musicClient.setConfig({ baseUrl: musicUrl, auth: session.data.accessToken });
const audio = await openAsBlob(song);
const { data: track } = await createTrack({ body: { audio, genre: 'Lo-fi' }, throwOnError });
const { data: page } = await listTracks({ query: { limit: 100 }, throwOnError });
const isListed = page.items.some(({ id }) => id === track.id);
console.log('[' + [track.title, track.genre, isListed].map((value) => JSON.stringify(value)).join(', ') + ']');
`;

await t.test('a TypeScript client of @hey-api/openapi-ts logs in, uploads and lists', { skip }, async (t) => {
  const generator = await toolFor(
    t,
    npmTool('@hey-api/openapi-ts', '0.99.0', { beside: ['typescript@5.9.3'] }),
  );
  if (generator === undefined) return;
  const folder = t.testdir({ 'journey.ts': typescriptJourney });
  for (const [name, url] of Object.entries({ auth: authUrl, music: musicUrl })) {
    const output = { path: join(folder, name), module: { extension: '.ts' } };
    const config = join(folder, `${name}.config.mjs`);
    await writeFile(config, `export default ${JSON.stringify({ input: `${url}/openapi.json`, output })};\n`);
    await run(t, process.execPath, [join(generator, 'bin/run.js'), '-f', config]);
  }
  const journey = join(folder, 'journey.ts');
  const printed = await run(t, process.execPath, [
    journey,
    authUrl,
    musicUrl,
    uniqueEmail('hey'),
    password,
    song,
  ]);
  t.match(printed, uploaded);
});

const pythonJourney = `
import json
import sys
from pathlib import Path

folder, auth_url, music_url, email, password, song = sys.argv[1:]
sys.path[:0] = [f"{folder}/auth", f"{folder}/music"]
from downbeat_auth_client import Client
from downbeat_auth_client.api.accounts import register
from downbeat_auth_client.api.sessions import login
from downbeat_auth_client.models import Credentials, Registration, RegistrationRole
from downbeat_music_client import AuthenticatedClient
from downbeat_music_client.api.tracks import create_track, list_tracks
from downbeat_music_client.models import TrackUpload
from downbeat_music_client.types import File

auth = Client(base_url=auth_url)
account = Registration(email=email, password=password, display_name="Ada", role=RegistrationRole.ARTIST)
register.sync(client=auth, body=account)
session = login.sync(client=auth, body=Credentials(email=email, password=password))
music = AuthenticatedClient(base_url=music_url, token=session.access_token)
with open(song, "rb") as payload:
    audio = File(payload=payload, file_name=Path(song).name, mime_type="audio/mpeg")
    track = create_track.sync(client=music, body=TrackUpload(audio=audio, genre="Lo-fi"))
page = list_tracks.sync(client=music, limit=100)
print(json.dumps([track.title, track.genre, track.id in [item.id for item in page.items]]))
`;

await t.test('a Python client of openapi-python-client logs in, uploads and lists', { skip }, async (t) => {
  const environment = await toolFor(t, pythonTool('openapi-python-client', '0.29.1'));
  if (environment === undefined) return;
  const folder = t.testdir({ 'journey.py': pythonJourney });
  const programs = join(environment, 'bin');
  for (const [name, url] of Object.entries({ auth: authUrl, music: musicUrl })) {
    const options = ['--url', `${url}/openapi.json`, '--output-path', join(folder, name)];
    await run(t, join(programs, 'openapi-python-client'), ['generate', ...options], programs);
  }
  const journey = [join(folder, 'journey.py'), folder, authUrl, musicUrl, uniqueEmail('python'), password];
  t.match(await run(t, join(programs, 'python'), [...journey, song]), uploaded);
});

const sdkJourney = `
import { readFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { Downbeat } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import { fileFromPath } from '@downbeat/sdk/node';

const [authUrl, musicUrl, email, password, song] = argv.slice(2);
await new Downbeat({ authUrl }).auth.register({ email, password, displayName: 'Ada', role: 'artist' });
const downbeat = new Downbeat({ authUrl, musicUrl });
const refused = await downbeat.auth.login({ email, password: 'not mine' }).result();
const { user } = await downbeat.auth.login({ email, password });

let sentBytes = 0;
const onProgress = (progress) => (sentBytes = progress.sentBytes);
const bytes = await readFile(song);
const audio = { data: bytes, name: 'a.mp3' };
const { id } = await downbeat.music.createTrack({ audio, title: 'Bytes' }, { onProgress });
await downbeat.music.createTrack({ audio: await fileFromPath(song), title: 'File' });
await downbeat.music.createTrack({ audio: new Blob([bytes]).stream(), title: 'Stream' });
const titles = [];
for await (const { artist, title } of downbeat.music.listTracks({ limit: 1 }))
  if (artist.id === user.id) titles.push(title);

const session = await downbeat.music.createSession({ trackIds: [id] });
const player = new SimulatedPlayer({ clock: performanceClock });
const room = await downbeat.listen(session.id, { player, deviceId: 'runtime' });
await room.play();
const isHeard = () => (player.heardPositionMs(performanceClock.nowUs()) ?? 0) > 0;
while (!isHeard()) await new Promise((resolve) => setTimeout(resolve, 20));
const heard = room.state.currentItem.title;
room.close();
await downbeat.music.endSession({ sessionId: session.id });
await downbeat.auth.logout();
console.log(JSON.stringify([refused.code, sentBytes > bytes.length, titles, heard, downbeat.session.current]));
`;

/** The folder of an application that has the packed SDK and this program. */
async function sdkApplication(t: Test): Promise<string> {
  const sdk = { node_modules: { '@downbeat': { sdk: {} } } };
  const folder = t.testdir({ ...sdk, 'package.json': '{}', 'journey.mjs': sdkJourney });
  await run(t, 'npm', ['pack', '--silent', '-w', 'clients/sdk', '--pack-destination', folder]);
  const [packed = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const target = join(folder, 'node_modules/@downbeat/sdk');
  await run(t, 'tar', ['-xzf', join(folder, packed), '-C', target, '--strip-components=1']);
  return folder;
}

const isArm = process.arch === 'arm64';
/** Each runtime as the one program of an npm package; others are for other systems and processors. */
const runtimes = {
  Deno: {
    name: `@deno/linux-${isArm ? 'arm64' : 'x64'}-glibc`,
    version: '2.9.6',
    integrity: isArm
      ? 'sha512-poqhoH9B3nYloigEMPT5t8HY+wBeiuea1An5Q7fqgJzP0SYmWsoS/oUnWO/pEiA4ofzIBy1Elt/in58xKtxEoQ=='
      : 'sha512-3md4TKLCuzsLDmfOoC5KN7NAZaxSVkMgm64vg6foD00JBADCpYS2/5QqXfzgnP5ZQz3iLP9vBQJtEgc116OAoQ==',
    program: 'deno',
    args: ['run', '--no-prompt', '--allow-net', '--allow-read'],
  },
  Bun: {
    name: `@oven/bun-linux-${isArm ? 'aarch64' : 'x64'}`,
    version: '1.4.5',
    integrity: isArm
      ? 'sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg=='
      : 'sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
    program: 'bin/bun',
    args: ['run'],
  },
};

await t.test('the packed SDK', { skip }, async (t) => {
  const journey = join(await sdkApplication(t), 'journey.mjs');
  for (const [runtime, { name, version, integrity, program, args }] of Object.entries(runtimes)) {
    await t.test(`uploads, lists and listens in ${runtime}, which ends by itself`, async (t) => {
      const tool = await toolFor(t, npmTool(name, version, { integrity }));
      if (tool === undefined) return;
      await t.rejects(npmTool(name, version, { integrity: 'sha512-other' }), /has the integrity sha512-/);
      const command = join(tool, program);
      // E.g. a processor or a C library that it was not built for.
      const { code, output } = await runCommand(command, ['--version']);
      if (code !== 0) {
        skipWithout(t, output);
        return;
      }
      const inputs = [journey, authUrl, musicUrl, uniqueEmail(runtime.toLowerCase()), password, song];
      const printed = await run(t, command, [...args, ...inputs]);
      const expected = ['INVALID_CREDENTIALS', true, ['Stream', 'File', 'Bytes'], 'Bytes', null];
      t.equal(printed.trim(), JSON.stringify(expected));
    });
  }
});
