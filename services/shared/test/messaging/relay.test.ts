import { Registry } from '@prometheus-io/client';
import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import type { OutgoingMessage } from '@downbeat/shared/messaging';
import { waitFor } from '@downbeat/shared/test-kit';
import { renamed } from './harness.ts';
import { createOutboxHarness } from './outbox-harness.ts';

t.test('an event that the broker refuses delays its own subject and no other', async (t) => {
  const { run, add, heard, names, rabbit } = await createOutboxHarness(t);
  const stuck = newId();
  let refusing = true;
  const publish = async (message: OutgoingMessage) => {
    if (refusing && message.content.includes('refused')) throw new Error('no room');
    await rabbit.publish(message);
  };
  const relay = run({ rabbit: { ...rabbit, connected: true, publish } });
  await add(renamed('refused', stuck), renamed('after', stuck));
  await add(renamed('other'));
  await waitFor('the other', () => heard.length === 1);
  t.same(names(), ['other']);
  await waitFor('a second try', () => relay.stats().failed > 1);
  t.match(relay.stats(), { published: 1, lastError: 'no room' });
  t.equal(await relay.backlog(), 2);
  refusing = false;
  await waitFor('both', () => heard.length === 3);
  t.same(names(), ['other', 'refused', 'after']);
});

t.test('a commit wakes the relay; without one an event waits for the next poll', async (t) => {
  const { run, add, outbox, names } = await createOutboxHarness(t);
  const relay = run({ outbox, pollMs: 60_000 });
  for (const name of ['one', 'two', 'three']) {
    await add(renamed(name));
    outbox.wake();
    await waitFor(name, () => names().includes(name));
  }
  await relay.stop();
  await add(renamed('polled'));
  run({ pollMs: 20 });
  await waitFor('the polled', () => names().includes('polled'));
});

t.test('the relay’s metrics are in the registry', async (t) => {
  const { run, add, heard } = await createOutboxHarness(t);
  const registry = new Registry();
  const relay = run({ registry });
  await add(renamed('ada'));
  await waitFor('the event', () => heard.length === 1);
  await waitFor('the mark', async () => (await relay.backlog()) === 0);
  const text = await registry.metrics();
  t.match(text, /^downbeat_outbox_published_total 1$/m);
  t.match(text, /^downbeat_outbox_failures_total 0$/m);
  t.match(text, /^downbeat_outbox_backlog 0$/m);
});
