// The suggestions of a room, in a simulated one: their order, votes, answers, and a lost socket.
import { mock } from 'node:test';
import t, { type Test } from 'tap';
import { SimulatedPlayer } from '../src/listening.ts';
import { MockDownbeat } from '../src/mock.ts';
import { performanceClock } from '../src/players/player.ts';
import { RoomSuggestions } from '../src/together.ts';

const lea = { userId: 'lea', displayName: 'Lea' };

async function enter(t: Test) {
  const downbeat = new MockDownbeat();
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await downbeat.listen('any', { player, deviceId: 'd1' });
  const suggestions = new RoomSuggestions(downbeat, 'any', room);
  t.teardown(() => {
    suggestions.close();
    room.close();
  });
  const others = downbeat.room.suggestions;
  /** Waits until the tracks are these. */
  const until = (trackIds: string): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (suggestions.items.map(({ trackId }) => trackId).join() === trackIds) resolve();
      };
      suggestions.onChange(check);
      check();
    });
  return { downbeat, room, suggestions, others, until };
}

t.test('knows what is suggested, the most votes first', async (t) => {
  const { suggestions, others, until } = await enter(t);
  const [one, two] = [others.suggest(lea, 'one'), others.suggest(lea, 'two')];
  others.vote('tom', two.id);
  t.same(suggestions.items, [], 'nothing before it was read');
  await suggestions.load();
  t.match(suggestions.items, [
    { trackId: 'two', votes: 1, hasVoted: false, displayName: 'Lea' },
    { trackId: 'one', votes: 0 },
  ]);
  others.vote('tom', one.id);
  others.vote('zoe', one.id);
  await until('one,two');
  await suggestions.vote(two.id);
  t.equal(suggestions.items.find(({ id }) => id === two.id)?.hasVoted, true);
  await suggestions.withdrawVote(two.id);
  t.equal(suggestions.items.find(({ id }) => id === two.id)?.hasVoted, false);
});

t.test('suggests, accepts, declines and withdraws', async (t) => {
  const { room, suggestions, others, until } = await enter(t);
  await suggestions.load();
  const queued = room.state.queue.length;
  const own = await suggestions.add('own');
  t.equal((await suggestions.add('own')).id, own.id, 'the same track is the same suggestion');
  const [one, two] = [others.suggest(lea, 'one'), others.suggest(lea, 'two')];
  await until('own,one,two');
  await suggestions.accept(one.id, 'next');
  await suggestions.decline(two.id);
  await suggestions.withdraw(own.id);
  t.same(suggestions.items, []);
  t.match(await suggestions.vote(one.id).catch((error: unknown) => error), { code: 'SUGGESTION_NOT_FOUND' });
  await new Promise<void>((resolve) => {
    const check = ({ queue }: typeof room.state): void => {
      if (queue.length === queued + 1) resolve();
    };
    room.onChange(check);
    check(room.state);
  });
});

t.test('reads them again after a lost socket, and hears nothing after its end', async (t) => {
  const { downbeat, suggestions, others, until } = await enter(t);
  await suggestions.load();
  const { id } = others.suggest(lea, 'one');
  await until('one');
  downbeat.room.disconnect();
  others.withdraw(id);
  others.suggest(lea, 'two');
  await until('two');
  suggestions.onChange(() => t.fail('told after its end'));
  const late = suggestions.load();
  suggestions.close();
  others.suggest(lea, 'three');
  await late;
  t.match(suggestions.items, [{ trackId: 'two' }]);
});

t.test('keeps what happens between a read and its answer', async (t) => {
  const { downbeat, suggestions, others, until } = await enter(t);
  const [gone, kept] = [others.suggest(lea, 'gone'), others.suggest(lea, 'kept')];
  await suggestions.load();
  const read = others.listFor('any');
  const answer = Promise.withResolvers<typeof read>();
  downbeat.server.on('listTrackSuggestions', () => answer.promise);
  const loading = suggestions.load();
  others.suggest(lea, 'new');
  others.withdraw(gone.id);
  await suggestions.vote(kept.id);
  others.vote('tom', kept.id);
  await until('kept,new');
  answer.resolve(read);
  await loading;
  t.match(suggestions.items, [
    { trackId: 'kept', votes: 2, hasVoted: true },
    { trackId: 'new', votes: 0, hasVoted: false },
  ]);
  t.equal(suggestions.items.length, 2);
});

t.test('shows the answer to the later of two reads, whichever comes first', async (t) => {
  const { downbeat, suggestions, others } = await enter(t);
  others.suggest(lea, 'one');
  const older = others.listFor('any');
  const answer = Promise.withResolvers<typeof older>();
  const asked = Promise.withResolvers<null>();
  downbeat.server.on('listTrackSuggestions', () => {
    asked.resolve(null);
    return answer.promise;
  });
  const first = suggestions.load();
  await asked.promise;
  const { id } = others.suggest(lea, 'two');
  others.vote('tom', id);
  downbeat.server.on('listTrackSuggestions', () => others.listFor('any'));
  await suggestions.load();
  answer.resolve(older);
  await first;
  t.match(suggestions.items, [{ trackId: 'two', votes: 1 }, { trackId: 'one' }]);
});

t.test('tries a failed read again, a bounded number of times, and not after its end', async (t) => {
  const { server, room, defaults } = new MockDownbeat();
  room.suggestions.suggest(lea, 'one');
  const nothing = () => () => undefined;
  const quiet = { state: { status: 'open' }, onChange: nothing, onMessage: nothing };
  const suggestions = new RoomSuggestions({ defaults }, 'any', quiet as never);
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  /** Lets two minutes go by, and counts the requests. */
  const requests = async (): Promise<number> => {
    const before = server.callsOf('listTrackSuggestions').length;
    for (let second = 0; second < 120; second += 1) {
      mock.timers.tick(1000);
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    }
    return server.callsOf('listTrackSuggestions').length - before;
  };
  server.fail('listTrackSuggestions', 'UNAVAILABLE', { times: 2 });
  await t.rejects(suggestions.load(), { code: 'UNAVAILABLE' });
  t.equal(await requests(), 2);
  t.match(suggestions.items, [{ trackId: 'one' }]);
  server.fail('listTrackSuggestions', 'UNAVAILABLE');
  await t.rejects(suggestions.load(), { code: 'UNAVAILABLE' });
  t.equal(await requests(), 5);
  await t.rejects(suggestions.load(), { code: 'UNAVAILABLE' });
  suggestions.close();
  t.equal(await requests(), 0);
});
