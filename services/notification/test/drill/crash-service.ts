/**
 * The notification service as server.ts runs it, except that it kills itself with SIGKILL at the point named by its
 * argument. Without an argument it does not crash. The point `after-dot` is in the mail server of the test.
 */
import { connect } from '@downbeat/shared/connections';
import { createLogger } from '@downbeat/shared/logging';
import type { Rabbit } from '@downbeat/shared/messaging';
import type { Channel, Message } from 'amqplib';
import type { Db } from 'mongodb';
import { buildApp, transportOf } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { queues } from '../../src/mails/events.ts';
import { mailCollection } from '../../src/mails/repository.ts';
import type { Transport } from '../../src/smtp/transport.ts';
import { mailCount } from './points.ts';

const crashPoint = process.argv[2];
const reached = (point: string) => {
  if (point === crashPoint) process.kill(process.pid, 'SIGKILL');
};

function crashAroundAck(channel: Channel): Channel {
  const ack = channel.ack.bind(channel);
  let acks = 0;
  channel.ack = (message: Message) => {
    reached('before-ack');
    ack(message);
    acks += 1;
    // Crash after the last acknowledgement: a crash with an open transaction would hold its locks for some seconds.
    // The broker answers in order, so the reply to checkQueue shows that the acknowledgement has arrived.
    if (acks === mailCount) void channel.checkQueue(queues.mails).then(() => reached('after-ack'));
  };
  return channel;
}

function crashAroundClaim(db: Db): void {
  const collection = db.collection.bind(db);
  const { collectionName } = mailCollection(db);
  db.collection = ((name: string) => {
    const mails = collection(name);
    if (name !== collectionName) return mails;
    const claim = mails.findOneAndUpdate.bind(mails);
    mails.findOneAndUpdate = (async (...query: Parameters<typeof claim>) => {
      reached('before-claim');
      const claimed = await claim(...query);
      if (claimed) reached('after-claim');
      return claimed;
    }) as typeof claim;
    return mails;
  }) as typeof collection;
}

function crashAroundSend(transport: Transport): Transport {
  return {
    ...transport,
    async send(mail, options) {
      const reply = await transport.send(mail, { ...options, onData: () => reached('before-data') });
      reached('after-250');
      return reply;
    },
  };
}

const config = readConfig(process.env);
const logger = createLogger('notification', config);
const connections = await connect(config, { service: 'notification', needsRabbit: true, logger });
const rabbit: Rabbit = Object.create(connections.rabbit, {
  openChannel: { value: async () => crashAroundAck(await connections.rabbit.openChannel()) },
}) as Rabbit;
crashAroundClaim(connections.mongo.db);
const app = await buildApp(config, logger, {
  connections: { ...connections, rabbit },
  transport: crashAroundSend(transportOf(config)),
});
await app.ready();
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
