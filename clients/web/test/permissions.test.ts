import t from 'tap';
import { isAlone, isOwner, limitsText } from '../src/permissions.ts';

t.test('knows the owner by this device', async (t) => {
  const ada = { memberId: 'ada:laptop', userId: 'ada', deviceId: 'laptop', displayName: 'Ada' };
  const members = [{ ...ada, role: 'owner' as const }];
  t.equal(isOwner({ members, memberId: 'ada:laptop' }), true);
  t.equal(isOwner({ members, memberId: 'ada:phone' }), false, 'a device that is no member');
  t.equal(isOwner({ members, memberId: null }), false, 'before the first snapshot');
});

t.test('takes a user on several devices for alone, but not with members that are not known', async (t) => {
  const device = (userId: string, deviceId: string) => {
    const names = { memberId: `${userId}:${deviceId}`, displayName: userId };
    return { ...names, userId, deviceId, role: 'owner' as const };
  };
  const [laptop, phone, other] = [device('ada', 'laptop'), device('ada', 'phone'), device('bea', 'phone')];
  const alone = (members: (typeof laptop)[], memberCount = members.length): boolean =>
    isAlone({ members, memberCount });
  t.same([alone([]), alone([laptop]), alone([laptop, phone])], [true, true, true]);
  t.same([alone([laptop, other]), alone([laptop], 2)], [false, false]);
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
