import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import { limits } from '../../src/listening/limits.ts';
import { stage } from './kit/instances.ts';

t.test('without a free seat a socket is closed by that name, and with one it is let in', async (t) => {
  const here = await stage(t);
  const session = await here.session();
  const { redis } = here.music.app;
  const members = `listening:{${session.id}}:members`;
  const seated = Array.from({ length: limits.membersPerSession }, () => {
    const userId = newId();
    const memberId = `${userId}:phone`;
    const member = { userId, deviceId: 'phone', displayName: 'Bea', role: 'listener' };
    return [memberId, JSON.stringify({ memberId, ...member })] as const;
  });
  await redis.hset(members, new Map(seated));
  const late = await here.connect(session, here.owner);
  t.same(await late.closing(), { code: 4007, reason: 'The session has no seat left' });
  await redis.hdel(members, seated[0]![0]);
  const again = await here.connect(session, here.owner);
  t.equal((await again.snapshot()).members.length, limits.membersPerSession);
});
