import { parseArgs } from 'node:util';
import { loadConfig, rabbitFragment } from '@downbeat/shared/config';
import { CommandError, runCommand } from '@downbeat/shared/lifecycle';
import {
  connectRabbit,
  listParked,
  type ParkedMessage,
  parkingQueue,
  type Rabbit,
  replayParked,
} from '@downbeat/shared/messaging';
import { withDeadline } from '@downbeat/shared/timers';
import { Type } from '@sinclair/typebox';
import { queues } from '../mails/events.ts';

const usage = `usage: AMQP_URL=... node services/notification/src/cli/replay-parked.ts [--queue <name>] [--event <id>] [--replay]

Lists the parked events (those whose retries are used up) with the reasons; --replay publishes them again.
  --queue <name>  a queue of any service; default: ${queues.mails} and ${queues.revocations}
  --event <id>    only this event
  --replay        publish the listed events again, with all their retries

Exit code: 0 when done; 1 otherwise, with the reason.`;

interface Request {
  queueNames: string[];
  eventId: string | undefined;
  replay: boolean;
}

function readArguments(): Request {
  const options = {
    queue: { type: 'string' },
    event: { type: 'string' },
    replay: { type: 'boolean', default: false },
  } as const;
  try {
    const { queue, event: eventId, replay } = parseArgs({ options }).values;
    return { queueNames: queue === undefined ? Object.values(queues) : [queue], eventId, replay };
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : 'invalid argument'}\n${usage}`);
  }
}

const CONNECT_TIMEOUT_MS = 5_000;

async function untilConnected(rabbit: Rabbit): Promise<void> {
  const connected = new Promise<void>((resolve) => rabbit.onConnect(resolve));
  await withDeadline(connected, CONNECT_TIMEOUT_MS, 'connecting').catch(() => {
    throw new CommandError(`The broker at AMQP_URL did not answer in ${CONNECT_TIMEOUT_MS / 1000} s.`);
  });
}

const NOT_FOUND = 404;

async function parkedIn(rabbit: Rabbit, queue: string): Promise<ParkedMessage[]> {
  try {
    return await listParked(rabbit, queue);
  } catch (error) {
    if ((error as { code?: unknown }).code !== NOT_FOUND) throw error;
    throw new CommandError(`There is no queue ${parkingQueue(queue)}.`);
  }
}

const lineOf = ({ id, type, attempts, parkedAt, reason }: ParkedMessage) =>
  `  ${id}  ${type}  parked ${parkedAt ?? 'by the broker'} after ${attempts} failures: ${reason.replace(/\s+/g, ' ')}`;

async function report(rabbit: Rabbit, queue: string, { eventId, replay }: Request): Promise<string[]> {
  const parked = await parkedIn(rabbit, queue);
  const selected = eventId === undefined ? parked : parked.filter(({ id }) => id === eventId);
  const lines = [`${queue}: ${parked.length} parked`, ...selected.map(lineOf)];
  if (!replay || selected.length === 0) return lines;
  const replayed = await replayParked(rabbit, queue, eventId === undefined ? {} : { eventId });
  return [...lines, `${queue}: ${replayed} replayed`];
}

async function reportAll(rabbit: Rabbit, request: Request): Promise<string[]> {
  const { queueNames, eventId } = request;
  const reports: string[][] = [];
  for (const queue of queueNames) reports.push(await report(rabbit, queue, request));
  if (eventId !== undefined && reports.every(({ length }) => length === 1)) {
    throw new CommandError(`No event ${eventId} is parked in ${queueNames.join(' or ')}.`);
  }
  return reports.flat();
}

await runCommand(async () => {
  const request = readArguments();
  const schema = Type.Object(rabbitFragment);
  const { AMQP_URL: url } = loadConfig(schema, { env: process.env, service: 'this command' });
  const rabbit = await connectRabbit({ url, name: 'notification command line' });
  try {
    await untilConnected(rabbit);
    return await reportAll(rabbit, request);
  } finally {
    await rabbit.close();
  }
});
