// An application that a stranger builds by Vite with the packed SDK, served from another origin than the services.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { build, preview } from 'vite';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { recordErrors } from './visitor.ts';

const run = promisify(execFile);
const sdk = join(import.meta.dirname, '../../clients/sdk');

const [system, browser, app] = await Promise.all([
  systemUnderTest(t),
  launchBrowser(),
  mkdtemp(join(tmpdir(), 'downbeat-vite-')),
]);
t.teardown(async () => {
  await browser.close();
  await rm(app, { recursive: true, force: true });
});

const { authUrl, musicUrl, notificationUrl } = system;

/** Registers, likes the first track that is found, and plays it in a room, with all that is loaded when it is needed. */
const PROGRAM = `
import { Downbeat } from '@downbeat/sdk';
import { libraryOf } from '@downbeat/sdk/library';
import { WebAudioPlayer } from '@downbeat/sdk/listening';

const downbeat = new Downbeat(${JSON.stringify({ authUrl, musicUrl, notificationUrl })});
const show = (text) => document.body.append(Object.assign(document.createElement('p'), { textContent: text }));

try {
  const email = crypto.randomUUID() + '@example.com';
  await downbeat.auth.register({ email, password: 'a long walk at dusk 7', displayName: 'Vera' });
  for await (const { id, title } of downbeat.music.listTracks()) {
    await libraryOf(downbeat).likeTrack({ trackId: id });
    show('liked ' + title);
    const session = await downbeat.music.createSession({ trackIds: [id] });
    const room = await downbeat.listen(session.id, { player: new WebAudioPlayer(new AudioContext()), deviceId: 'tab' });
    room.onChange(({ playback }) => show('room is ' + playback));
    await room.play();
    break;
  }
} catch (error) {
  show('failed: ' + error.code + ' ' + error.message);
}
`;

async function writeApp(): Promise<void> {
  const installed = join(app, 'node_modules/@downbeat/sdk');
  await mkdir(installed, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', app], { cwd: sdk });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(app, filename), '-C', installed, '--strip-components=1']);
  await writeFile(
    join(app, 'index.html'),
    '<title>App</title><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>',
  );
  await writeFile(join(app, 'main.js'), PROGRAM);
}

await t.test('is built by Vite, and registers, likes and plays in Chromium', async (t) => {
  const artist = await signedInClient(system, 'Ada', 'artist');
  await upload(artist, 'harbour-lights.mp3');
  await writeApp();
  const config = { root: app, configFile: false, logLevel: 'error' } as const;
  await build(config);
  const server = await preview({ ...config, preview: { port: 0, host: '127.0.0.1' } });
  t.teardown(() => server.close());

  const page = await browser.newPage();
  const errors = recordErrors(page);
  await page.goto(server.resolvedUrls!.local[0]!);
  const last = page.getByText(/^(room is playing|failed)/).first();
  await last.waitFor();
  t.equal(await last.textContent(), 'room is playing');
  t.equal(await page.getByText('liked Harbour Lights').count(), 1);
  t.same(errors, []);
});
