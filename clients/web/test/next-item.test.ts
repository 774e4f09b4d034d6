// What follows a track that is over, and who sees to it.
import t from 'tap';
import { nextItemId } from '../src/next-item.ts';
import { playing } from './kit/playing.ts';

t.test('at the end of a track the owner goes on with the next, and not before', async (t) => {
  t.equal(nextItemId(playing('first'), 999), null);
  t.equal(nextItemId(playing('first'), 1000), 'second');
});

t.test('nothing follows the last, nor what is paused at its end', async (t) => {
  t.equal(nextItemId(playing('second'), 1000), null);
  t.equal(nextItemId(playing('first', { state: 'paused' }), 1000), null);
});

t.test('the others leave it to the owner', async (t) => {
  t.equal(nextItemId(playing('first', { self: 'bea:web-2' }), 1000), null);
});

t.test('of an owner with several pages one goes on, and none waits for a program', async (t) => {
  const here = playing('first', { self: 'ada:web-1' });
  const seat = (deviceId: string) => ({ ...here.members[0]!, memberId: `ada:${deviceId}`, deviceId });
  const members = [seat('bot-1'), seat('web-3'), ...here.members];
  t.equal(nextItemId({ ...here, members }, 1000), 'second');
  t.equal(nextItemId({ ...here, members, memberId: 'ada:web-3' }, 1000), null);
});
