// Persistent messages to one quorum queue, with a confirm for each; sends the confirmed messages per second.
// `amqp-confirms.ts AMQP_URL MESSAGES BYTES`
import { connect } from 'amqplib';

const [url = '', messages = '', bytes = ''] = process.argv.slice(2);
const content = Buffer.alloc(Number(bytes), 'an event');
const connection = await connect(url);
const channel = await connection.createConfirmChannel();
const { queue } = await channel.assertQueue('bench', {
  durable: true,
  arguments: { 'x-queue-type': 'quorum', 'x-max-length': Number(messages) },
});

const beganMs = performance.now();
for (let n = 0; n < Number(messages); n += 1) channel.sendToQueue(queue, content, { persistent: true });
await channel.waitForConfirms();
const seconds = (performance.now() - beganMs) / 1000;
await channel.deleteQueue(queue);
await connection.close();
process.send?.(Number(messages) / seconds);
