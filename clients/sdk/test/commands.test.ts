// This client's own commands: sent one at a time, with seeks in a row reduced to the last.
import { mock } from 'node:test';
import t from 'tap';
import { CommandQueue } from '../src/listening/commands.ts';
import { DownbeatError } from '../src/http/errors.ts';
import type { Command } from '../src/listening/messages.ts';

/** A queue whose commands the test answers, in the order in which they were sent. */
function createQueue() {
  const sent: Command[] = [];
  const queue = new CommandQueue({
    send: ({ commandId: _id, revision: _revision, ...command }) => sent.push(command),
    toMessage: (command) => ({ ...command, commandId: String(sent.length), revision: 0 }),
  });
  const answer = (index: number, error: DownbeatError | null = null): void =>
    queue.answered(String(index), error);
  return { queue, sent, answer };
}

t.test('sends the next command when the one before is answered or refused', async (t) => {
  const { queue, sent, answer } = createQueue();
  const playing = queue.run({ type: 'play' });
  const pausing = queue.run({ type: 'pause' });
  t.same(sent, [{ type: 'play' }]);
  answer(0, new DownbeatError<'FORBIDDEN'>('FORBIDDEN', 'No'));
  await t.rejects(playing, { code: 'FORBIDDEN' });
  t.same(sent, [{ type: 'play' }, { type: 'pause' }]);
  answer(1);
  await pausing;
});

t.test('sends only the last of several waiting seeks, and answers all of them', async (t) => {
  const { queue, sent, answer } = createQueue();
  const seeks = [1000, 2000, 3000, 4000].map((positionMs) => queue.run({ type: 'seek', positionMs }));
  answer(0);
  t.same(sent, [
    { type: 'seek', positionMs: 1000 },
    { type: 'seek', positionMs: 4000 },
  ]);
  answer(1);
  await Promise.all(seeks);
});

t.test('does not move a seek ahead of another command', async (t) => {
  const { queue, sent, answer } = createQueue();
  const first = queue.run({ type: 'pause' });
  const others = [
    queue.run({ type: 'seek', positionMs: 1000 }),
    queue.run({ type: 'play' }),
    queue.run({ type: 'seek', positionMs: 2000 }),
  ];
  for (let index = 0; index < 4; index += 1) {
    answer(index);
  }
  await Promise.all([first, ...others]);
  t.same(
    sent.map(({ type }) => type),
    ['pause', 'seek', 'play', 'seek'],
  );
});

t.test('drops a command that waited too long, and never sends it', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const { queue, sent, answer } = createQueue();
  const first = queue.run({ type: 'play' });
  const second = queue.run({ type: 'pause' });
  const third = queue.run({ type: 'play' });
  mock.timers.tick(6000);
  answer(0);
  await first;
  mock.timers.tick(4000);
  await t.rejects(third, { code: 'TIMEOUT', message: 'The command was not sent in time' });
  answer(1);
  await second;
  t.same(sent, [{ type: 'play' }, { type: 'pause' }]);
});

t.test('refuses a command when too many wait already', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const { queue } = createQueue();
  for (let index = 0; index < 21; index += 1) void queue.run({ type: 'pause' });
  await t.rejects(queue.run({ type: 'play' }), { name: 'DownbeatError', code: 'RATE_LIMITED' });
});
