// Runs the curl examples of the README and of the guides in their order, in one shell, and the programs of the
// SDK's guide and README that use the whole system.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t, { type Test } from 'tap';
import { systemUnderTest } from '../system/start.ts';

const root = resolve(import.meta.dirname, '../..');
const SEPARATOR = '-- block --';
const system = await systemUnderTest(t);

const page = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The code blocks of a page that are marked `sh tour`. */
function tourBlocks(path: string): string[] {
  return [...page(path).matchAll(/^```sh tour\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}

/** The examples have the addresses of a local run. */
const placed = (text: string): string =>
  text
    .replaceAll('http://localhost:4000', system.authUrl)
    .replaceAll('http://localhost:4001', system.musicUrl)
    .replaceAll('http://localhost:4002', system.notificationUrl)
    .replaceAll('http://localhost:1080', system.inboxUrl);

/** The examples read files of the repository, but must not write into it. */
function workFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'downbeat-tour-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['deploy', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  return folder;
}

/** Runs a program with this input; returns what it prints. */
async function outputOf(t: Test, [command, ...args]: [string, ...string[]], cwd: string, input = '') {
  const child = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 });
  child.stdin.end(input);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  t.equal(code, 0, `the examples run to their end; output:\n${output}`);
  return output;
}

/** Runs the blocks as one script, which ends at the first failing command; returns the output of each block. */
async function runTour(t: Test, blocks: readonly string[]): Promise<string[]> {
  const script = placed(blocks.join(`\necho; echo '${SEPARATOR}'\n`));
  const output = await outputOf(t, ['bash', '-eu'], workFolder(t), `TOKEN=\n${script}`);
  return output.split(SEPARATOR).map((text) => text.trim());
}

function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf('}') + 1;
  return [text.slice(0, at), text.slice(at)];
}

/** The answers in the lines of an output. */
const answersIn = (text: string): unknown[] => text.split('\n').map((line) => JSON.parse(line) as unknown);

await t.test('runs the curl examples', async (t) => {
  const tour = tourBlocks('README.md');
  const guide = tourBlocks('docs/curl-and-postman.md');
  const operators = tourBlocks('docs/operators.md');
  const printed = await runTour(t, [...tour, ...guide, ...operators]);
  t.same([tour.length, guide.length, operators.length], [6, 15, 1]);

  await t.test('of the README', async (t) => {
    t.match(JSON.parse(printed[1]!), { displayName: 'Ada', emailVerified: true });
    const [list, streamed] = splitLast(printed[2]!);
    const harbour = { title: 'Harbour Lights', genre: 'Lo-fi', artist: { name: 'Ada' } };
    t.match(JSON.parse(list), { items: [harbour] });
    t.match(streamed, /206 audio\/mpeg 100000 bytes/);
    t.match(JSON.parse(printed[3]!), { name: 'Evening', items: [{ track: { title: 'Harbour Lights' } }] });
    t.match(printed[4], /join with [A-HJ-NP-Z2-9]{8}\n/);
    t.match(printed[4], /"type":"snapshot"/);
    t.match(printed[4], /"type":"timeline".*"state":"playing"/);
    const refusal = JSON.parse(printed[5]!) as { code: string; status: number; errors: { field: string }[] };
    t.match(refusal, { status: 400, code: 'VALIDATION_FAILED' });
    t.same(new Set(refusal.errors.map(({ field }) => field)), new Set(['name', 'colour']));
  });

  await t.test('of the guides', async (t) => {
    const ofGuides = printed.slice(tour.length);
    const [
      me,
      uploads,
      pages,
      library,
      edits,
      catalogue,
      found,
      changes,
      filled,
      shared,
      published,
      guest,
      carried,
      downloaded,
      problem,
      health,
    ] = ofGuides;
    t.match(JSON.parse(me!), { displayName: 'Ada' });
    t.match(uploads, /^([0-9a-f-]{36})\n\1$/, 'a repeated upload is the same track');
    t.match(answersIn(pages!), [
      { items: [{ title: 'Night Bus' }] },
      { items: [{ title: 'Harbour Lights' }] },
    ]);
    t.match(answersIn(library!), [
      { items: [{ track: { title: 'Harbour Lights' } }] },
      { items: [{ rating: 4, track: { title: 'Harbour Lights' } }] },
      { results: [{ outcome: 'counted' }] },
      { items: [{ isLiked: true, userRating: 4, ratings: 0, plays: 0, ownPlays: 1 }] },
      { items: [{ title: 'Harbour Lights', artistName: 'Ada' }] },
      { plays: 0, listeners: 0 },
    ]);
    t.match(answersIn(edits!), [
      { title: 'Harbour Lights', album: 'Night', year: 2026 },
      { results: [{ outcome: 'changed' }] },
      { items: [{}, {}] },
    ]);
    t.match(answersIn(catalogue!), [
      { items: [{ title: 'Night', trackCount: 1 }] },
      { title: 'Night', tracks: [{ title: 'Harbour Lights' }] },
      { items: [{ name: 'Low Tide Club' }] },
      { items: [{ name: 'Ambient' }] },
    ]);
    t.match(answersIn(found!), [{ albums: { items: [{ title: 'Night' }] } }, { items: [{ text: 'Night' }] }]);
    t.match(answersIn(changes!), [{ name: 'Night' }, { status: 412, code: 'PRECONDITION_FAILED' }]);
    t.match(answersIn(guest!), [
      { displayName: 'Bea', isGuest: true, text: 'I hear it' },
      { status: 403, code: 'FORBIDDEN' },
    ]);
    t.match(answersIn(filled!), [
      { name: 'Night' },
      { description: 'For the hour after sunset', visibility: 'unlisted' },
      { name: 'My evening', visibility: 'private' },
    ]);
    t.match(answersIn(shared!), [{ role: 'add' }, { items: [{ displayName: 'Ada', role: 'owner' }] }]);
    t.match(answersIn(published!), [
      { visibility: 'public' },
      { items: [{ name: 'Night', isFollowed: false }] },
    ]);
    const [file, ...imported] = carried!.split('\n');
    t.equal(file, 'Night.xspf');
    t.match(answersIn(imported.join('\n')), [
      { matched: 1, entries: [{ title: 'Harbour Lights', matchedBy: 'metadata' }, { trackId: null }] },
    ]);
    t.match(downloaded, /^Night\.zip (\d+) bytes\n[^]*content-length: \1\b/i);
    t.match(problem, /^<title>PRECONDITION_FAILED/);
    t.match(health, /^(\{"status":"ok".*(\n|$)){3}$/);
  });
});

/** Runs the program of a page with this name, beside a track of the demo; returns what it prints. */
async function programOutput(t: Test, path: string, name: string): Promise<string> {
  const blocks = page(path).matchAll(/^```ts example=(\w+)\n([\s\S]*?)^```$/gm);
  const [, , program = ''] = [...blocks].find(([, example]) => example === name) ?? [];
  const folder = workFolder(t);
  writeFileSync(join(folder, `${name}.mts`), placed(program));
  copyFileSync(join(root, 'deploy/demo/tracks/harbour-lights.mp3'), join(folder, 'harbour-lights.mp3'));
  return outputOf(t, [process.execPath, `${name}.mts`], folder);
}

await t.test("runs the evening of the SDK's README, from the sign-up to a room", async (t) => {
  const output = await programOutput(t, 'clients/sdk/README.md', 'party');
  t.match(output, /^found Harbour Lights\nboth hear Harbour Lights, \d+(\.\d+)? ms apart\n$/);
});

await t.test("runs the first program of the SDK's guide", async (t) => {
  t.match(
    await programOutput(t, 'docs/app-developers.md', 'first'),
    /^signed in as Ada\nfound Harbour Lights at http\S+\nothers join with [A-HJ-NP-Z2-9]{8} and hear Harbour Lights\n$/,
  );
});
