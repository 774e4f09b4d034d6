// Which session one is told of, by which code one is invited, and who may move the music.
import type { Member } from '@downbeat/sdk';
import t from 'tap';
import { invitedCode } from '../src/invited-code.ts';
import { mayControl } from '../src/may-control.ts';
import { sessionText } from '../src/session-text.ts';

t.test('the code of an invite link; nothing of any other address', async (t) => {
  t.same(['#join=K7M2Q4RT', '#tab=1&join=K7M2Q4RT', '', '#', '#join', '#other=K7M2Q4RT'].map(invitedCode), [
    'K7M2Q4RT',
    'K7M2Q4RT',
    '',
    '',
    '',
    '',
  ]);
});

t.test('a session in words: whose it is, since when, and who is there where one was', async (t) => {
  const createdAt = '2026-11-23T11:16:00.000Z';
  const opened = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const text = (listening: number | null, userId: string): string =>
    sessionText({ ownerId: 'ada', createdAt, listening }, userId);
  t.equal(text(null, 'ada'), `yours · opened ${opened}`);
  t.equal(text(null, 'gus'), `opened ${opened}`);
  t.equal(text(0, 'ada'), 'yours · you were here, nobody is now');
  t.equal(text(2, 'gus'), 'you were here, 2 listening now');
});

const member = (name: string, role: Member['role']): Member => ({
  memberId: `${name}:laptop`,
  userId: name,
  deviceId: 'laptop',
  displayName: name,
  role,
});
const members = [member('ada', 'owner'), member('gus', 'listener')];

t.test('the owner may always play, pause and seek; the others where the session says so', async (t) => {
  const may = (playbackControl: 'owner' | 'everyone' | null, memberId: string | null): boolean =>
    mayControl({ playbackControl, members, memberId });
  t.equal(may('owner', 'ada:laptop'), true);
  t.equal(may('owner', 'gus:laptop'), false);
  t.equal(may('everyone', 'gus:laptop'), true);
  t.equal(may('owner', 'ada:phone'), false, 'a device that is no member');
  t.equal(may(null, null), false, 'before the first snapshot');
});
