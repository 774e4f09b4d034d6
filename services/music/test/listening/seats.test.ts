import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { ListeningSession, MemberPage, Ticket } from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { createPresenceStore } from '../../src/listening/store/presence-store.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { createHarness, json } from './kit/harness.ts';

t.test(
  'closes a socket with 4007 when the session is full, and accepts it when a seat is free',
  async (t) => {
    const harness = await createHarness(t);
    const session = await harness.session();
    const { redis } = harness.music.app;
    const members = `listening:{${session.id}}:members`;
    const seated = Array.from({ length: limits.membersPerSession }, () => {
      const userId = newId();
      const memberId = `${userId}:phone`;
      const member = { userId, deviceId: 'phone', displayName: 'Bea', role: 'listener' };
      return [memberId, JSON.stringify({ memberId, ...member })] as const;
    });
    await redis.hset(members, new Map(seated));
    const late = await harness.connect(session, harness.owner);
    t.same(await late.closing(), { code: 4007, reason: 'The session has no seat left' });
    await redis.hdel(members, seated[0]![0]);
    const again = await harness.connect(session, harness.owner);
    const snapshot = await again.snapshot();
    t.equal(snapshot.memberCount, limits.membersPerSession);
    t.equal(snapshot.reconnectSpreadMs, limits.reconnectSpreadMs);
  },
);

t.test(
  'counts a reconnecting device once at the socket limit, before its lost socket is noticed',
  async (t) => {
    const harness = await createHarness(t);
    const session = await harness.session();
    const devices = Array.from({ length: limits.socketsPerUser }, (_, index) => `device-${index}`);
    const connect = (deviceId: string) => harness.connect(session, harness.owner, { deviceId });
    const first = await Promise.all(devices.map(connect));
    for (const client of first) await client.snapshot();
    const again = await Promise.all(devices.map(connect));
    for (const [index, client] of again.entries()) {
      await client.snapshot();
      t.same(await first[index]!.closing(), {
        code: 4005,
        reason: 'The same device has connected again',
      });
    }
    const another = await connect('device-more');
    t.same(await another.closing(), { code: 4006, reason: 'Too many sockets' });
  },
);

t.test('gives the seat of a device to its newest ticket, whichever socket opens first', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const session = await harness.session();
  const [older, newer] = [await harness.ticket(session), await harness.ticket(session)];
  const live = harness.open(newer, { at: there });
  await live.snapshot();
  // The handshake that the device gave up arrives late.
  const late = harness.open(older);
  t.same(await late.closing(), { code: 4005, reason: 'The same device has connected again' });
  await live.synchronise();
  t.equal(live.closed, undefined, 'the newer socket stays open');
});

t.test('keeps one of five sockets that a device opens at once in a room that is not open here', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  for (let round = 0; round < 2; round += 1) {
    const session = await harness.session();
    const tickets: Ticket[] = [];
    while (tickets.length < 5) tickets.push(await harness.ticket(session));
    const clients = tickets.map((ticket) => harness.open(ticket, { at: there }));
    const newest = clients.pop()!;
    for (const client of clients) t.equal((await client.closing()).code, 4005);
    await newest.snapshot();
    await newest.synchronise();
    t.equal(newest.closed, undefined);
  }
});

t.test(
  'shows 20 of many members in a snapshot, the new one among them, and lists all by pages',
  async (t) => {
    const harness = await createHarness(t);
    const session = await harness.session();
    const { redis } = harness.music.app;
    const presence = createPresenceStore(withListeningCommands(redis), new ListeningKeys(''));
    const others = Array.from({ length: 30 }, (_, index) => {
      const userId = newId();
      return {
        ...{ memberId: `${userId}:phone`, userId, deviceId: 'phone' },
        ...{ displayName: `Member ${index}`, role: 'listener' as const },
      };
    });
    for (const [index, member] of others.entries())
      await presence.enter({ sessionId: session.id, memberId: member.memberId, ticket: index + 1 }, member);
    const ada = await harness.connect(session, harness.owner);
    const { members, memberCount } = await ada.snapshot();
    const self = { memberId: `${harness.owner.id}:laptop`, role: 'owner' };
    t.equal(memberCount, 31);
    t.match(members, [...others.slice(0, limits.membersShown - 1), self]);

    const path = `/api/music/sessions/${session.id}`;
    const shown = await json<ListeningSession>(await harness.music.get(path, harness.owner), 200);
    t.match(shown, { memberCount: 31, members: others.slice(0, limits.membersShown) });
    const read = async (cursor: string | null) => {
      const query = cursor === null ? '' : `&cursor=${cursor}`;
      const response = await harness.music.get(`${path}/members?limit=11${query}`, harness.owner);
      return json<MemberPage>(response, 200);
    };
    const listed = [];
    let cursor: string | null = null;
    do {
      const page: MemberPage = await read(cursor);
      listed.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    t.match(listed, [...others, self]);

    const stranger = await harness.music.get(`${path}/members`, harness.music.person());
    t.equal(stranger.status, 404);
    const forged = await harness.music.get(`${path}/members?cursor=${'x'.repeat(30)}`, harness.owner);
    t.match([forged.status, await forged.json()], [400, { code: 'MALFORMED_CURSOR' }]);
  },
);
