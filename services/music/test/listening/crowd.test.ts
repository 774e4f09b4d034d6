// What a join costs the others must not grow with the members. Counted in messages and bytes, not in time.
import { newId } from '@downbeat/shared/ids';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { Sessions } from '../../src/listening/sessions/sessions.ts';
import type { TestClient } from './kit/client.ts';
import { createHarness } from './kit/harness.ts';

const MEMBERS = 60;
const PRESENT = 25;
/** One message `memberCount`, if none was left out because a later one came soon after it. */
const BYTES_PER_JOIN = 50;

t.test('tells 25 present members that 35 more have joined, by a few bytes for each join', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const session = await harness.session();
  const people = await Promise.all(Array.from({ length: MEMBERS }, () => harness.guest(session)));
  const join = async (index: number): Promise<TestClient> => {
    const at = index % 2 === 0 ? harness.music : there;
    const client = await harness.connect(session, people[index]!, { at });
    await client.snapshot();
    return client;
  };
  const countSeen = ({ messages }: TestClient) =>
    messages.findLast((message) => 'memberCount' in message)?.memberCount;
  const present = await Promise.all(Array.from({ length: PRESENT }, (_, index) => join(index)));
  await waitFor('all to know each other', () => present.every((one) => countSeen(one) === PRESENT));
  const before = present.map(({ messages }) => messages.length);
  const late = await Promise.all(
    Array.from({ length: MEMBERS - PRESENT }, (_, index) => join(PRESENT + index)),
  );
  await waitFor('all to know of all', () => [...present, ...late].every((one) => countSeen(one) === MEMBERS));
  for (const [index, { messages }] of present.entries()) {
    const told = messages.slice(before[index]);
    t.ok(
      told.every(({ type }) => type === 'memberCount'),
      `member ${index} is told only how many there are`,
    );
    const bytes = told.reduce((sum, message) => sum + JSON.stringify(message).length, 0);
    t.ok(bytes <= BYTES_PER_JOIN * late.length, `${bytes} bytes for ${late.length} joins`);
  }
  for (const client of late)
    t.equal((client.messages[0] as { members: object[] }).members.length, limits.membersShown);
});

t.test('lets a bounded number of tickets wait, and tells further clients when to ask again', async (t) => {
  let asked = 0;
  const redis = Promise.withResolvers<boolean>();
  const sessions = new Sessions({
    presence: {
      hasSeat: () => {
        asked += 1;
        return redis.promise;
      },
    },
    tickets: { issue: async () => 'ticket' },
  } as unknown as ConstructorParameters<typeof Sessions>[0]);
  const principal = { userId: newId() } as Parameters<Sessions['createTicket']>[2];
  const ask = () => sessions.createTicket('session', { deviceId: 'phone' }, principal);
  const waiting = Array.from({ length: limits.ticketsAtOnce + limits.ticketsWaiting }, ask);
  t.equal(asked, limits.ticketsAtOnce);
  await t.rejects(ask(), { code: 'UNAVAILABLE', status: 503, headers: { 'retry-after': '1' } });
  redis.resolve(true);
  const issued = await Promise.all(waiting);
  t.ok(issued.every(({ ticket }) => ticket === 'ticket'));
});
