import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import {
  connectRabbit,
  consumerQueues,
  declareConsumerQueues,
  declareEvents,
  reasonParked,
  replayParked,
  SUBSCRIPTIONS,
} from '@downbeat/shared/messaging';
import { rabbitApi, testBackends, waitFor } from '@downbeat/shared/test-kit';

interface ListedQueue {
  name: string;
  type: string;
  arguments: Record<string, unknown>;
}

t.test('the queues of a consumer', async (t) => {
  const { amqpUrl, name: vhost } = await testBackends(t);
  const rabbit = await connectRabbit({ url: amqpUrl });
  t.teardown(() => rabbit.close());
  await waitFor('the broker', () => rabbit.connected);
  const channel = await rabbit.openChannel();
  const queues = consumerQueues('mail', [100, 60_000]);
  // Twice: declaring again what is there must change nothing and fail nowhere.
  for (let n = 0; n < 2; n += 1) {
    await declareEvents(channel);
    await declareConsumerQueues(channel, queues, ['downbeat.user.renamed.v1']);
  }
  const publish = (routingKey: string) =>
    rabbit.publish({ exchange: '', routingKey, content: Buffer.from('{}'), messageId: newId() });

  t.test('the broker parks a message that its consumers keep rejecting', async (t) => {
    await publish('mail');
    await waitFor('the limit', async () => {
      const message = await channel.get('mail');
      if (message !== false) channel.reject(message, true);
      return (await channel.checkQueue('mail.parking')).messageCount === 1;
    });
    const parked = await waitFor('the parked', () => channel.get('mail.parking'));
    t.equal(reasonParked(parked), 'delivery_limit');
    channel.reject(parked, true);
    await waitFor('its replay', async () => (await replayParked(rabbit, 'mail')) === 1);
    const replayed = await waitFor('the replay', () => channel.get('mail'));
    t.equal(reasonParked(replayed), 'unknown', 'as if it were new');
    channel.ack(replayed);
  });

  t.test('a message comes back from its retry queue after the delay', async (t) => {
    await publish('mail.retry.100');
    const back = await waitFor('the message', () => channel.get('mail'));
    t.match(back.fields, { routingKey: 'mail' });
    channel.ack(back);
  });

  t.test('all queues are bounded quorum queues', async (t) => {
    const listed = await waitFor('the list', async () => {
      const all = (await rabbitApi('GET', `queues/${vhost}`)) as ListedQueue[];
      return all.length === 7 + 2 * Object.keys(SUBSCRIPTIONS).length && all;
    });
    const byName = Object.fromEntries(
      listed.map(({ name, type, arguments: args }) => [name, { type, ...args }]),
    );
    const quorum = { type: 'quorum', 'x-queue-type': 'quorum' };
    const bounded = { ...quorum, 'x-max-length': 100_000, 'x-overflow': 'reject-publish' };
    const deadLetter = (queue: string) => ({
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': queue,
      'x-dead-letter-strategy': 'at-least-once',
    });
    const mainAndParking = (queue: string) => ({
      [queue]: { ...bounded, 'x-delivery-limit': 5, ...deadLetter(`${queue}.parking`) },
      [`${queue}.parking`]: { ...bounded, 'x-delivery-limit': 1_000_000 },
    });
    t.strictSame(byName, {
      ...Object.assign({}, ...Object.keys(SUBSCRIPTIONS).map(mainAndParking)),
      ...mainAndParking('mail'),
      'mail.retry.100': { ...bounded, 'x-message-ttl': 100, ...deadLetter('mail') },
      'mail.retry.60000': { ...bounded, 'x-message-ttl': 60_000, ...deadLetter('mail') },
      'downbeat.unrouted': {
        ...bounded,
        'x-overflow': 'drop-head',
        'x-delivery-limit': 1_000_000,
      },
      'downbeat.unsubscribed': {
        ...quorum,
        'x-max-length': 10_000,
        'x-message-ttl': 604_800_000,
        'x-overflow': 'drop-head',
      },
      'downbeat.canary': { ...quorum, 'x-max-length': 1, 'x-overflow': 'drop-head' },
    });
  });
});
