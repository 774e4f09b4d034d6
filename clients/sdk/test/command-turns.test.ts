// One's own commands: none is too late for itself, and a thumb that is moved sends what it came to.
import { mock } from 'node:test';
import t from 'tap';
import { CommandTurns } from '../src/listening/command-turns.ts';
import { DownbeatError } from '../src/http/errors.ts';
import type { Command } from '../src/listening/messages.ts';
import { settled } from './kit/fake-room.ts';

/** Turns whose commands are answered by hand, in the order in which they were sent. */
function turns() {
  const sent: Command[] = [];
  const answers: PromiseWithResolvers<undefined>[] = [];
  const all = new CommandTurns((command) => {
    sent.push(command);
    const answer = Promise.withResolvers<undefined>();
    answers.push(answer);
    return answer.promise.then(() => undefined);
  });
  return { all, sent, answers };
}

t.test('the next is sent when the one before is answered, whatever the answer', async (t) => {
  const { all, sent, answers } = turns();
  const playing = all.run({ type: 'play' });
  const pausing = all.run({ type: 'pause' });
  t.same(sent, [{ type: 'play' }]);
  answers[0]!.reject(new DownbeatError<string>('FORBIDDEN', 'No'));
  await t.rejects(playing, { code: 'FORBIDDEN' });
  await settled();
  t.same(sent, [{ type: 'play' }, { type: 'pause' }]);
  answers[1]!.resolve(undefined);
  await pausing;
});

t.test('of seeks that wait the last is sent, and answers them all', async (t) => {
  const { all, sent, answers } = turns();
  const seeks = [1000, 2000, 3000, 4000].map((positionMs) => all.run({ type: 'seek', positionMs }));
  answers[0]!.resolve(undefined);
  await settled();
  t.same(sent, [
    { type: 'seek', positionMs: 1000 },
    { type: 'seek', positionMs: 4000 },
  ]);
  answers[1]!.resolve(undefined);
  await Promise.all(seeks);
});

t.test('a seek does not overtake what was said between', async (t) => {
  const { all, sent, answers } = turns();
  const first = all.run({ type: 'pause' });
  const others = [
    all.run({ type: 'seek', positionMs: 1000 }),
    all.run({ type: 'play' }),
    all.run({ type: 'seek', positionMs: 2000 }),
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

t.test('one that waits too long is given up, and never sent', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const { all, sent, answers } = turns();
  const first = all.run({ type: 'play' });
  const second = all.run({ type: 'pause' });
  mock.timers.tick(10_000);
  await t.rejects(second, { code: 'TIMEOUT', message: 'The command did not get its turn' });
  answers[0]!.resolve(undefined);
  await first;
  await settled();
  t.same(sent, [{ type: 'play' }]);
});

t.test('few may wait', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const { all } = turns();
  for (let index = 0; index < 21; index += 1) void all.run({ type: 'pause' });
  await t.rejects(all.run({ type: 'play' }), { name: 'DownbeatError', code: 'RATE_LIMITED' });
});
