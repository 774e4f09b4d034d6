import type { Member } from '@downbeat/sdk';
import t from 'tap';
import { isAlone, mayControl } from '../src/permissions.ts';

const member = (name: string, role: Member['role']): Member => ({
  memberId: `${name}:laptop`,
  userId: name,
  deviceId: 'laptop',
  displayName: name,
  role,
});
const members = [member('ada', 'owner'), member('gus', 'listener')];

t.test('lets the owner control playback, and other members when the session allows it', async (t) => {
  const may = (playbackControl: 'owner' | 'everyone' | null, memberId: string | null): boolean =>
    mayControl({ playbackControl, members, memberId });
  t.equal(may('owner', 'ada:laptop'), true);
  t.equal(may('owner', 'gus:laptop'), false);
  t.equal(may('everyone', 'gus:laptop'), true);
  t.equal(may('owner', 'ada:phone'), false, 'a device that is no member');
  t.equal(may(null, null), false, 'before the first snapshot');
});

t.test('counts devices: two tabs of one user are two members', async (t) => {
  t.same(
    [0, 1, 2].map((memberCount) => isAlone({ memberCount })),
    [true, true, false],
  );
});
