// This client's own commands: sent one at a time, with seeks in a row reduced to the last.
import { mock } from 'node:test';
import t from 'tap';
import { CommandQueue } from '../src/listening/commands.ts';
import { DownbeatError } from '../src/http/errors.ts';
import type { Command } from '../src/listening/messages.ts';
import { settled } from './kit/fake-room.ts';

/** A queue whose commands the test answers, in the order in which they were sent. */
function createQueue() {
  const sent: Command[] = [];
  const answers: PromiseWithResolvers<undefined>[] = [];
  const queue = new CommandQueue((command) => {
    sent.push(command);
    const answer = Promise.withResolvers<undefined>();
    answers.push(answer);
    return answer.promise.then(() => undefined);
  });
  return { queue, sent, answers };
}

t.test('sends the next command when the one before is answered or refused', async (t) => {
  const { queue, sent, answers } = createQueue();
  const playing = queue.run({ type: 'play' });
  const pausing = queue.run({ type: 'pause' });
  t.same(sent, [{ type: 'play' }]);
  answers[0]!.reject(new DownbeatError<string>('FORBIDDEN', 'No'));
  await t.rejects(playing, { code: 'FORBIDDEN' });
  await settled();
  t.same(sent, [{ type: 'play' }, { type: 'pause' }]);
  answers[1]!.resolve(undefined);
  await pausing;
});

t.test('sends only the last of several waiting seeks, and answers all of them', async (t) => {
  const { queue, sent, answers } = createQueue();
  const seeks = [1000, 2000, 3000, 4000].map((positionMs) => queue.run({ type: 'seek', positionMs }));
  answers[0]!.resolve(undefined);
  await settled();
  t.same(sent, [
    { type: 'seek', positionMs: 1000 },
    { type: 'seek', positionMs: 4000 },
  ]);
  answers[1]!.resolve(undefined);
  await Promise.all(seeks);
});

t.test('does not move a seek ahead of another command', async (t) => {
  const { queue, sent, answers } = createQueue();
  const first = queue.run({ type: 'pause' });
  const others = [
    queue.run({ type: 'seek', positionMs: 1000 }),
    queue.run({ type: 'play' }),
    queue.run({ type: 'seek', positionMs: 2000 }),
  ];
  for (let index = 0; index < 4; index += 1) {
    answers[index]!.resolve(undefined);
    await settled();
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
  const { queue, sent, answers } = createQueue();
  const first = queue.run({ type: 'play' });
  const second = queue.run({ type: 'pause' });
  mock.timers.tick(10_000);
  await t.rejects(second, { code: 'TIMEOUT', message: 'The command was not sent in time' });
  answers[0]!.resolve(undefined);
  await first;
  await settled();
  t.same(sent, [{ type: 'play' }]);
});

t.test('refuses a command when too many wait already', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const { queue } = createQueue();
  for (let index = 0; index < 21; index += 1) void queue.run({ type: 'pause' });
  await t.rejects(queue.run({ type: 'play' }), { name: 'DownbeatError', code: 'RATE_LIMITED' });
});
