// That the bench runs and prints each of its rows, not how fast anything is.
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import t from 'tap';

const ROWS = [
  ...[
    'list',
    'unchanged',
    'track',
    'playlist',
    'range',
    'gateway',
    'cold-file',
    'login',
    'upload',
    'uploads',
  ],
  ...['fan-out', 'sockets', 'events', 'mail', 'enumeration', 'clock', 'growth', 'suggestions'],
];
const LIMIT_MS = 280_000;

await t.test('measures every row once, in its shortest form', async (t) => {
  const program = join(import.meta.dirname, 'bench.ts');
  const { code, output } = await runCommand(process.execPath, [program], {
    timeoutMs: LIMIT_MS,
    env: { SMOKE: '1', ROWS: '' },
  });
  // Some rows print a table of their own before.
  const table = output.slice(output.lastIndexOf('(index)'));
  const printed = [...table.matchAll(/^│ \d+ +│ '([a-z-]+)'/gm)].map(([, row]) => row);
  t.same([...new Set(printed)], ROWS, output);
  t.equal(code, 0, output);
  t.match(output, /Medians of 1 rounds on \d+ cores/);
});
