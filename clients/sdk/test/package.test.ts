// The packed package, as an application installs it: loaded by Node in both module systems, read by TypeScript, and small.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { build } from 'tsdown';

const run = promisify(execFile);
const sdk = join(import.meta.dirname, '..');
const modules = join(sdk, '../../node_modules');
const app = await mkdtemp(join(tmpdir(), 'downbeat-consumer-'));
t.teardown(() => rm(app, { recursive: true, force: true }));

const installed = join(app, 'node_modules/@downbeat/sdk');
await mkdir(installed, { recursive: true });
const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', app], { cwd: sdk });
const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
await run('tar', ['-xzf', join(app, filename), '-C', installed, '--strip-components=1']);
await symlink(join(modules, '@types'), join(app, 'node_modules/@types'));

const USES_ALL = `
const downbeat = new Downbeat({ authUrl: 'http://127.0.0.1:9', musicUrl: 'http://127.0.0.1:9' });
const result = await downbeat.auth.getHealth({ maxRetries: 0 }).result();
if (result.ok || result.code !== 'NETWORK_ERROR') throw new Error('not refused');
const player = new SimulatedPlayer({ clock: performanceClock });
const refusal = await downbeat.listen('s', { player, deviceId: 'd' }).catch((error) => error);
const mock = new MockDownbeat();
mock.server.fail('createTrack', 'QUOTA_EXCEEDED', { times: 1 });
const audio = await fileFromPath('package.json');
const full = await mock.music.createTrack({ audio }).catch((error) => error);
const { id } = await mock.music.createTrack({ audio });
await libraryOf(mock).likeTrack({ trackId: id });
await togetherOf(mock).listPublicSessions();
const room = await mock.listen('s', { player, deviceId: 'd' });
room.close();
console.log(refusal instanceof DownbeatError, refusal.code, full instanceof DownbeatError, full.code, id.length);
`;

/** What a program prints. It asks for a room, so that the lazy part is loaded too. */
async function printed(file: string, code: string): Promise<string> {
  await writeFile(join(app, file), code);
  return (await run(process.execPath, [file], { cwd: app })).stdout.trim();
}

await t.test('loads as an ES module and by require, room included', async (t) => {
  const names = Object.entries({
    '@downbeat/sdk': '{ Downbeat, DownbeatError }',
    '@downbeat/sdk/attend-later': '{ attendLater }',
    '@downbeat/sdk/library': '{ libraryOf }',
    '@downbeat/sdk/listening': '{ performanceClock, SimulatedPlayer }',
    '@downbeat/sdk/mock': '{ MockDownbeat }',
    '@downbeat/sdk/node': '{ fileFromPath }',
    '@downbeat/sdk/together': '{ togetherOf }',
  });
  const imports = names.map(([entry, name]) => `import ${name} from '${entry}';`).join('');
  const requires = names.map(([entry, name]) => `const ${name} = require('${entry}');`).join('');
  const expected = 'true NETWORK_ERROR true QUOTA_EXCEEDED 36';
  await writeFile(join(app, 'package.json'), '{}');
  t.equal(await printed('app.mjs', imports + USES_ALL), expected);
  t.equal(await printed('app.cjs', `${requires}(async () => {${USES_ALL}})();`), expected);
});

await t.test('has hooks that frameworks with server components take for client code', async (t) => {
  for (const name of ['react.js', 'react.cjs']) {
    const code = await readFile(join(installed, 'dist', name), 'utf8');
    t.match(code, /^["']use client["'];/, `${name} begins with the directive`);
  }
});

const TYPED = `
import { Downbeat, type Playlist, type Track } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
const downbeat = new Downbeat();
export async function titles(): Promise<string[]> {
  const found: string[] = [];
  for await (const track of downbeat.music.listTracks({ q: 'x' })) found.push((track satisfies Track).title);
  return found;
}
export const nameOf = (playlist: Playlist): string => playlist.name;
export const player = new SimulatedPlayer({ clock: performanceClock });
// @ts-expect-error the name of the track is its title
export const wrong = (track: Track): string => track.name;
`;

/** For a program in Node: TypeScript without the types of browsers. */
const TYPED_WITHOUT_DOM = `
import { fileFromPath } from '@downbeat/sdk/node';
${TYPED}
export const upload = async () =>
  downbeat.music.createTrack({ audio: await fileFromPath('a.mp3') }, { onProgress: ({ sentBytes }) => console.log(sentBytes) });
`;

const settings = {
  'node16, ES modules': { module: 'node16', moduleResolution: 'node16', file: 'typed.mts' },
  'node16, CommonJS': { module: 'node16', moduleResolution: 'node16', file: 'typed.cts' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext', file: 'typed.mts' },
  bundler: { module: 'esnext', moduleResolution: 'bundler', file: 'typed.ts' },
  'Node, without the DOM library': {
    module: 'node16',
    moduleResolution: 'node16',
    file: 'typed-node.mts',
    target: 'es2023',
    lib: ['es2023'],
    types: ['node'],
  },
};

for (const [name, { file, ...options }] of Object.entries(settings)) {
  await t.test(`is typed with ${name}`, async (t) => {
    await writeFile(join(app, file), 'lib' in options ? TYPED_WITHOUT_DOM : TYPED);
    const compilerOptions = {
      target: 'es2024',
      lib: ['es2024', 'dom'],
      types: [],
      ...options,
      strict: true,
      noEmit: true,
      skipLibCheck: false,
    };
    await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    const compiled = await run(join(modules, '.bin/tsc'), ['-p', app]).catch((error: unknown) => error);
    t.match(compiled, { stdout: '' });
  });
}

/** The parts of a build that a page downloads before it uses anything, together. */
async function staticBytes(folder: string, file: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(file)) return '';
  seen.add(file);
  const code = await readFile(join(folder, file), 'utf8');
  const imports = Array.from(code.matchAll(/\bfrom\s*["'`]\.\/([^"'`]+)["'`]/g), ([, name = '']) => name);
  const others = await Promise.all(imports.map((name) => staticBytes(folder, name, seen)));
  return [code, ...others].join('\n');
}

await t.test('has a core of at most 6 kB, minified and gzipped, without rooms and uploads', async (t) => {
  const outDir = join(app, 'minified');
  await build({
    config: false,
    entry: { index: join(sdk, 'src/index.ts') },
    cwd: sdk,
    outDir,
    platform: 'neutral',
    minify: true,
    dts: false,
    noExternal: ['@downbeat/timing'],
    logLevel: 'error',
  });
  const code = await staticBytes(outDir, 'index.js');
  const { length } = gzipSync(code);
  t.comment(`core: ${length} bytes`);
  t.ok(length <= 6000 && length > 3000, `${length} bytes`);
  t.notMatch(code, 'multipart/form-data');
  t.notMatch(code, 'reconnectSpreadMs');
});
