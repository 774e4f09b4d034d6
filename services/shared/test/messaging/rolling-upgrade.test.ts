import { Type } from '@sinclair/typebox';
import t from 'tap';
import { problemOf } from '@downbeat/shared/messaging';
import { waitFor } from '@downbeat/shared/test-kit';
import { DownbeatEventByType } from '../../src/generated/events.schemas.gen.ts';
import { createHarness, publish, renamed } from './harness.ts';

// Validators are compiled at their first use: this process is of a release whose event has one more optional field.
Object.assign(DownbeatEventByType['downbeat.user.renamed.v1'].properties.data.properties, {
  pronouns: Type.Optional(Type.String()),
});

t.test('events of newer and of older releases have their effect, and none is parked', async (t) => {
  const { rabbit, start, effects, names, parked } = await createHarness(t);
  const received: unknown[] = [];
  const consumer = await start({
    handlers: {
      'downbeat.user.renamed.v1': async (event, { mongoSession }) => {
        received.push(event);
        await effects.insertOne({ name: event.data.displayName }, { session: mongoSession });
      },
    },
  });
  const [older, newer] = [renamed('older'), renamed('newer')];
  const unknown = { traceparent: '00-1-2-01', data: { ...newer.data, badge: { colour: 'gold' } } };
  await publish(rabbit, older);
  await publish(rabbit, newer, JSON.stringify({ ...newer, ...unknown }));
  await waitFor('both', () => consumer.stats().handled + consumer.stats().parked === 2);
  t.same((await names()).toSorted(), ['newer', 'older']);
  t.same(await parked(), []);
  t.same(new Set(received), new Set([older, newer]), 'handlers see no field that they do not know');
});

t.test('a producer cannot add a field that the contract does not have', (t) => {
  const event = renamed('ada');
  t.equal(problemOf(event), null);
  t.match(problemOf({ ...event, traceparent: '00-1-2-01' }), /additional properties/);
  t.match(problemOf({ ...event, data: { ...event.data, badge: 'gold' } }), /additional properties/);
  t.end();
});
