import t from 'tap';
import { captureLog } from '@downbeat/shared/test-kit';
import { closePhases, type StepLimits } from '../../src/http/shutdown.ts';

t.test('a step gets its grace time, and an abort at the end of its phase', async (t) => {
  const told: StepLimits[] = [];
  const note = async (limits: StepLimits) => void told.push(limits);
  const endless = async ({ over }: StepLimits) => {
    told.push({ graceMs: 0, over });
    await new Promise(() => undefined);
  };
  const { logger, lines } = captureLog();
  const phases = [
    { name: 'sockets', until: 0.1, steps: [{ name: 'deaf', stop: endless }] },
    { name: 'workers', until: 0.5, steps: [{ name: 'relay', stop: note }] },
  ];
  await closePhases(phases, 3_000, logger);
  const graceMs = told[1]?.graceMs ?? 0;
  t.ok(graceMs > 400 && graceMs <= 800, `two thirds of what is left of 1.5 s: ${graceMs}`);
  t.same(
    told.map(({ over }) => over.aborted),
    [true, true],
  );
  t.match(lines, [
    { msg: 'could not stop in order', err: { message: /^sockets: deaf took longer than (300|29\d) ms$/ } },
  ]);
});
