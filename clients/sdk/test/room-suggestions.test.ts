// The suggestions of a room, in a simulated one: their order, votes, answers, and a lost socket.
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
  t.teardown(() => room.close());
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
  suggestions.close();
  others.suggest(lea, 'three');
  await suggestions.load();
  t.equal(suggestions.items.length, 2, 'read by hand');
  others.suggest(lea, 'four');
  t.equal(suggestions.items.length, 2);
});
