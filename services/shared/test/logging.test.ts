import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const TALKER = fileURLToPath(new URL('./logging-process.ts', import.meta.url));

interface Line {
  level: string;
  service: string;
  msg: string;
  n?: number;
}

// A logger that writes in a thread loses or reorders its last lines when the process ends: each of
// these would fail every other time.
for (const count of [1, 1, 3, 3, 10, 10, 100, 100, 1_000, 1_000]) {
  void t.test(
    `who exits right after the last of ${count} lines has written all of them, in order`,
    async (t) => {
      const talker = spawn(process.execPath, [TALKER, String(count)], { stdio: ['ignore', 'pipe', 'pipe'] });
      const [out, err] = await Promise.all([text(talker.stdout), text(talker.stderr), once(talker, 'close')]);
      t.equal(err, '');
      t.equal(talker.exitCode, 3);
      const lines = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line)
        .map(({ level, service, msg, n }) => ({ level, service, msg, n }));
      t.strictSame(lines, [
        ...Array.from({ length: count }, (_, n) => ({ level: 'info', service: 'test', msg: 'line', n })),
        { level: 'fatal', service: 'test', msg: 'the last word', n: undefined },
      ]);
    },
  );
}
