// The chat of a room: what is known of it when, also after a lost socket, and the calls.
import t, { type Test } from 'tap';
import { SimulatedPlayer, type ListeningRoom, type Reactions, type RoomState } from '../src/listening.ts';
import { performanceClock } from '../src/players/player.ts';
import { MockDownbeat } from '../src/mock.ts';

const bea = { userId: 'bea', displayName: 'Bea' };

/** Waits for so many messages: the mock delivers a moment later. */
const known = (room: ListeningRoom, count: number): Promise<void> =>
  new Promise((resolve) => {
    const check = ({ chat }: RoomState): void => {
      if (chat.length === count) resolve();
    };
    room.onChange(check);
    check(room.state);
  });

async function enter(t: Test) {
  const downbeat = new MockDownbeat();
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await downbeat.listen('any', { player, deviceId: 'd1' });
  t.teardown(() => room.close());
  const texts = () => room.chat.messages.map(({ text }) => text);
  return { downbeat, room, texts, others: downbeat.room.chat };
}

t.test('knows what is written from the beginning on, and reads earlier messages in pages', async (t) => {
  const downbeat = new MockDownbeat();
  for (let index = 1; index <= 150; index += 1) downbeat.room.chat.post(bea, String(index));
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await downbeat.listen('any', { player, deviceId: 'd1' });
  t.teardown(() => room.close());
  t.same(room.state.chat, []);
  downbeat.room.chat.post(bea, '151');
  await known(room, 1);
  t.match(room.state.chat, [{ text: '151', displayName: 'Bea', at: { positionMs: 0 } }]);
  t.equal(room.chat.hasEarlier, true);
  await room.chat.loadEarlier();
  t.equal(room.chat.messages.length, 100);
  await room.chat.loadEarlier();
  const numbers = room.chat.messages.map(({ number }) => number);
  t.same(
    numbers,
    Array.from({ length: 151 }, (_, index) => index + 1),
    'each once, in order',
  );
  t.equal(room.chat.hasEarlier, false);
  await room.chat.loadEarlier();
  t.equal(downbeat.server.callsOf('listChatMessages').length, 2);
});

t.test('an own message is there when the call has resolved, once', async (t) => {
  const { room, texts, others } = await enter(t);
  let changes = 0;
  room.onChange(() => (changes += 1));
  const { id } = await room.chat.post('This drop!');
  t.same(texts(), ['This drop!']);
  t.ok(changes > 0);
  others.post(bea, 'Yes!');
  await known(room, 2);
  t.same(texts(), ['This drop!', 'Yes!']);
  await room.chat.delete(id);
  t.same(texts(), ['Yes!']);
});

t.test('after a lost socket it has what was written and deleted, if it had read the chat', async (t) => {
  const { downbeat, room, texts, others } = await enter(t);
  const gone = others.post(bea, 'gone');
  others.post(bea, 'stays');
  await room.chat.loadEarlier();
  t.same(texts(), ['gone', 'stays']);
  downbeat.room.disconnect();
  others.delete(gone.id);
  for (let index = 0; index < 120; index += 1) others.post(bea, `missed ${index}`);
  await known(room, 121);
  t.equal(texts()[0], 'stays');
  t.equal(texts().at(-1), 'missed 119');
});

t.test('reactions are told, also the own one', async (t) => {
  const { room, others } = await enter(t);
  const told: Reactions[] = [];
  const twice = new Promise<void>((resolve) => {
    room.chat.onReactions((reactions) => {
      if (told.push(reactions) === 2) resolve();
    });
  });
  await room.chat.react('heart');
  others.react('fire', 3);
  await twice;
  t.match(told, [
    { counts: [{ reaction: 'heart', count: 1 }], at: { positionMs: 0 } },
    { counts: [{ reaction: 'fire', count: 3 }] },
  ]);
});

t.test('a refusal rejects the call, and changes nothing', async (t) => {
  const { downbeat, room, texts } = await enter(t);
  downbeat.server.fail('postChatMessage', 'FORBIDDEN', { times: 1 });
  await t.rejects(room.chat.post('hello'), { code: 'FORBIDDEN' });
  t.same(texts(), []);
  downbeat.server.fail('listChatMessages', 'SESSION_NOT_FOUND', { times: 1 });
  await t.rejects(room.chat.loadEarlier(), { code: 'SESSION_NOT_FOUND' });
  await room.chat.loadEarlier();
  t.equal(room.chat.hasEarlier, false);
});

t.test('what cannot be read after a lost socket is a problem of the room', async (t) => {
  const { downbeat, room } = await enter(t);
  await room.chat.loadEarlier();
  const problem = new Promise((resolve) => void room.onProblem(resolve));
  downbeat.server.fail('listChatMessages', 'UNAVAILABLE', { times: 1 });
  downbeat.room.disconnect();
  t.match(await problem, { code: 'UNAVAILABLE' });
});
