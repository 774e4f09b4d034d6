// What the page shows of times, sessions and connections, and what it reads from forms and links.
import t from 'tap';
import {
  agoText,
  clockText,
  countText,
  fieldOf,
  hueOf,
  initials,
  invitedCode,
  lengthText,
  millisecondsText,
  roomText,
  requestsText,
  statusText,
} from '../src/format.ts';
import { lateText } from '../src/screens/room/late-text.ts';

t.test('shows a duration as minutes and seconds', async (t) => {
  t.same([0, 999, 1000, 59_999, 60_000, 61_500, 3_600_000].map(clockText), [
    '0:00',
    '0:00',
    '0:01',
    '0:59',
    '1:00',
    '1:01',
    '60:00',
  ]);
});

t.test('reads a field that is missing or has a file as empty', async (t) => {
  const form = new FormData();
  form.set('name', 'Ada');
  form.set('cover', new Blob(['x']));
  t.same(
    ['name', 'cover', 'other'].map((name) => fieldOf(form, name)),
    ['Ada', '', ''],
  );
});

t.test('shows the status of the connection in words', async (t) => {
  t.equal(statusText({ status: 'open', reason: null, closeReason: null }), '');
  t.equal(
    statusText({ status: 'waiting', reason: 'the server does not answer', closeReason: null }),
    'Reconnecting: the server does not answer. The music goes on.',
  );
  t.equal(
    statusText({ status: 'connecting', reason: null, closeReason: null }),
    'Reconnecting. The music goes on.',
  );
  t.equal(
    statusText({ status: 'closed', reason: 'the session ended', closeReason: null }),
    'You are no longer in this room: the session ended.',
  );
  t.match(
    statusText({ status: 'closed', reason: 'this user is no longer a member', closeReason: 'removed' }),
    /^You were removed from this room\. Only a new invitation/,
  );
  t.equal(
    statusText({ status: 'closed', reason: 'this user is banned', closeReason: 'banned' }),
    'You were banned from this room.',
  );
  t.match(
    statusText({ status: 'connecting', reason: 'too many sockets', closeReason: 'tooManySockets' }),
    /Close one of them/,
  );
});

t.test('says who waits to be let in', async (t) => {
  const [tom, ida, ada] = ['Tom', 'Ida', 'Ada'].map((displayName) => ({ displayName }));
  t.same([[], [tom!], [tom!, ida!], [tom!, ida!, ada!]].map(requestsText), [
    '',
    'Tom asks to join.',
    'Tom and 1 other ask to join.',
    'Tom and 2 others ask to join.',
  ]);
});

t.test('reads the code of an invite link, and none from other URLs', async (t) => {
  t.same(['#join=K7M2Q4RT', '#tab=1&join=K7M2Q4RT', '', '#', '#join', '#other=K7M2Q4RT'].map(invitedCode), [
    'K7M2Q4RT',
    'K7M2Q4RT',
    '',
    '',
    '',
    '',
  ]);
});

t.test('shows whose a room is, when it was opened, and how many others are there', async (t) => {
  const createdAt = '2026-11-23T11:16:00.000Z';
  const nowMs = Date.parse('2026-11-23T13:20:00.000Z');
  const room = { ownerId: 'ada', createdAt, others: 0, isPlaying: true, wasHere: false };
  t.equal(roomText(room, 'ada', nowMs), 'yours · opened 2 hours ago');
  t.equal(roomText(room, 'gus', nowMs), 'opened 2 hours ago');
  t.equal(roomText({ ...room, wasHere: true }, 'ada'), 'yours · you were here, no listeners now');
  t.equal(roomText({ ...room, wasHere: true, others: 2 }, 'gus'), 'you were here, 2 listening now');
  t.equal(roomText({ ...room, others: 2, isPlaying: false }, 'gus'), '2 listening now, paused');
});

t.test('shows how long ago something was', async (t) => {
  // A clock of another machine may be ahead.
  t.same([-5000, 59_999, 60_000, 7_200_000, 86_400_000, 345_600_000].map(agoText), [
    'just now',
    'just now',
    '1 minute ago',
    '2 hours ago',
    'yesterday',
    '4 days ago',
  ]);
});

t.test('shows people as initials, always in the same colour', async (t) => {
  t.same(['Ada', 'ada lovelace', ' Jo  van der Berg ', '', '🎺 Miles'].map(initials), [
    'A',
    'AL',
    'JB',
    '?',
    '🎺M',
  ]);
  t.equal(hueOf('ada'), hueOf('ada'));
  t.not(hueOf('ada'), hueOf('gus'));
});

t.test('shows counts and lengths in words', async (t) => {
  t.same(
    [0, 1, 2].map((count) => countText(count, 'track')),
    ['0 tracks', '1 track', '2 tracks'],
  );
  t.same([20_000, 60_000, 3_660_000].map(lengthText), ['under a minute', '1 min', '1 h 1 min']);
});

t.test('shows milliseconds with one decimal, and never a negative zero', async (t) => {
  t.same([null, -0.04, 1.25, -3].map(millisecondsText), ['–', '0.0 ms', '1.3 ms', '-3.0 ms']);
});

t.test('says in words that a device is far behind or off, and nothing of smaller numbers', async (t) => {
  for (const [outputDelayMs, errorMs] of [
    [0, null],
    [100, 0],
    [20, -100],
    [20, 100],
  ] as const)
    t.equal(lateText(outputDelayMs, errorMs), '');
  t.match(lateText(101, null), /output is more than 100 ms late/);
  t.match(lateText(300, -101), /hear the music late/);
  t.match(lateText(20, 250), /hear the music early/);
});
