// The packed SDK in runtimes other than Node.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { root } from '@downbeat/deploy/paths';
import t, { type Test } from 'tap';
import { password, uniqueEmail } from '../system/clients.ts';
import { npmTool } from '../system/fetched-tool.ts';
import { run, skipWithout, toolFor } from '../system/foreign-program.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const { authUrl, musicUrl } = system;
const song = join(root, 'deploy/demo/tracks/harbour-lights.mp3');
/** The accounts of these programs do not read the mail with their code, which an upload needs in production. */
const skip = system.local === undefined && 'an upload needs a confirmed e-mail address here';

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
