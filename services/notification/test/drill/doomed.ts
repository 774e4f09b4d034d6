/**
 * The notification service, as server.ts runs it, but that it dies by kill -9 when it reaches the point that
 * its argument names; without one it lives. `after-dot` is the business of the mail server in the test.
 */
import { connect } from '@downbeat/shared/connections';
import { createLogger } from '@downbeat/shared/logging';
import type { Rabbit } from '@downbeat/shared/rabbit';
import type { Channel, Message } from 'amqplib';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { MAIL_QUEUE } from '../../src/mails/event-handlers.ts';
import { attempted } from './points.ts';

const fatal = process.argv[2];
const at = (point: string) => {
  if (point === fatal) process.kill(process.pid, 'SIGKILL');
};

function acknowledging(channel: Channel): Channel {
  const ack = channel.ack.bind(channel);
  let acks = 0;
  channel.ack = (message: Message) => {
    at('before-ack');
    ack(message);
    acks += 1;
    // The last one: a transaction that is open when its process dies would hold its locks for some seconds.
    // The broker answers in order: it has the acknowledgement when it has counted.
    if (acks === attempted) void channel.checkQueue(MAIL_QUEUE).then(() => at('after-ack'));
  };
  return channel;
}

const config = readConfig(process.env);
const logger = createLogger('notification', config);
const connections = await connect(config, { service: 'notification', needsRabbit: true, logger });
const rabbit: Rabbit = Object.create(connections.rabbit, {
  openChannel: { value: async () => acknowledging(await connections.rabbit.openChannel()) },
}) as Rabbit;
const app = await buildApp(config, logger, { connections: { ...connections, rabbit }, at });
await app.ready();
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
