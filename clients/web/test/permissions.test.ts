import t from 'tap';
import { isAlone, isOwner, limitsText } from '../src/permissions.ts';

t.test('knows the owner by this device', async (t) => {
  const ada = { memberId: 'ada:laptop', userId: 'ada', deviceId: 'laptop', displayName: 'Ada' };
  const members = [{ ...ada, role: 'owner' as const }];
  t.equal(isOwner({ members, memberId: 'ada:laptop' }), true);
  t.equal(isOwner({ members, memberId: 'ada:phone' }), false, 'a device that is no member');
  t.equal(isOwner({ members, memberId: null }), false, 'before the first snapshot');
});

t.test('counts devices: two tabs of one user are two members', async (t) => {
  t.same(
    [0, 1, 2].map((memberCount) => isAlone({ memberCount })),
    [true, true, false],
  );
});

t.test('says what a member may not do, and nothing to one who may do all', async (t) => {
  const radio = {
    playback: 'coHost',
    add: 'coHost',
    reorder: 'coHost',
    invite: 'listener',
    chat: 'listener',
    vote: 'listener',
  } as const;
  const party = {
    playback: 'listener',
    add: 'listener',
    reorder: 'dj',
    invite: 'listener',
    chat: 'listener',
    vote: 'listener',
  } as const;
  t.equal(limitsText({ playback: true, add: true, reorder: true }, radio), '');
  t.equal(
    limitsText({ playback: false, add: false, reorder: false }, radio),
    'You may not control playback here. The tracks are up to the owner and co-hosts.',
  );
  t.equal(
    limitsText({ playback: true, add: true, reorder: false }, party),
    'You may add tracks, and take out your own. The order is up to the owner, co-hosts and DJs.',
  );
});
