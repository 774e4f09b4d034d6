// Runs the README's curl examples in order, in one shell.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';
import { systemUnderTest } from '../system/start.ts';

const root = resolve(import.meta.dirname, '../..');
const SEPARATOR = '-- block --';
const system = await systemUnderTest(t);

/** The code blocks marked `sh tour`. */
function tourBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh tour\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}

/** Runs the blocks as one script, which ends at the first failing command; returns the output of each block. */
async function runTour(blocks: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'downbeat-tour-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  // The examples read files of the repository, but must not write into it.
  for (const name of ['deploy', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  const script = blocks
    .join(`\necho; echo '${SEPARATOR}'\n`)
    .replaceAll('http://localhost:4000', system.authUrl)
    .replaceAll('http://localhost:4001', system.musicUrl)
    .replaceAll('http://localhost:1080', system.inboxUrl);
  const shell = spawn('bash', ['-eu'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 });
  shell.stdin.end(`TOKEN=\n${script}`);
  let output = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(shell, 'close')) as [number | null];
  t.equal(code, 0, `the examples run to their end; output:\n${output}`);
  return output.split(SEPARATOR).map((text) => text.trim());
}

const blocks = tourBlocks(readFileSync(join(root, 'README.md'), 'utf8'));
const printed = await runTour(blocks);

t.equal(blocks.length, 6, 'six blocks');
t.match(JSON.parse(printed[1]!), { displayName: 'Ada', emailVerified: true });
const [page, streamed] = splitLast(printed[2]!);
t.match(JSON.parse(page), { items: [{ title: 'Harbour Lights', genre: 'Lo-fi', artist: { name: 'Ada' } }] });
t.match(streamed, /206 audio\/mpeg 100000 bytes/);
t.match(JSON.parse(printed[3]!), { name: 'Evening', items: [{ track: { title: 'Harbour Lights' } }] });
t.match(printed[4], /join with [A-HJ-NP-Z2-9]{8}\n/);
t.match(printed[4], /"type":"snapshot"/);
t.match(printed[4], /"type":"timeline".*"state":"playing"/);
const refusal = JSON.parse(printed[5]!) as { code: string; status: number; errors: { field: string }[] };
t.match(refusal, { status: 400, code: 'VALIDATION_FAILED' });
t.same(new Set(refusal.errors.map(({ field }) => field)), new Set(['name', 'colour']));

function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf('}') + 1;
  return [text.slice(0, at), text.slice(at)];
}
