import { parseArgs } from 'node:util';
import { listParked, type ParkedMessage, replayParked } from '@downbeat/shared/events';
import { CommandError } from '@downbeat/shared/lifecycle';
import { parkingQueue, type Rabbit } from '@downbeat/shared/rabbit';
import { MAIL_QUEUE } from '../mails/event-handlers.ts';
import { REVOCATION_QUEUE } from '../revocation/queue.ts';
import { runOnBroker } from './on-broker.ts';

const usage = `usage: AMQP_URL=... node services/notification/src/cli/replay-parked.ts [--queue <name>] [--event <id>] [--replay]

Lists the events that were given up and why; with --replay gives them a fresh set of tries.
  --queue <name>  those of this queue, music's too; ${MAIL_QUEUE} and ${REVOCATION_QUEUE} unless given
  --event <id>    only this event
  --replay        publish them again

Exit code: 0 when done; 1 otherwise, with the reason.`;

interface Request {
  queues: string[];
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
    return { queues: queue === undefined ? [MAIL_QUEUE, REVOCATION_QUEUE] : [queue], eventId, replay };
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : 'no such argument'}\n${usage}`);
  }
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
  const all = await parkedIn(rabbit, queue);
  const chosen = eventId === undefined ? all : all.filter(({ id }) => id === eventId);
  const lines = [`${queue}: ${all.length} parked`, ...chosen.map(lineOf)];
  if (!replay || chosen.length === 0) return lines;
  const replayed = await replayParked(rabbit, queue, eventId === undefined ? {} : { eventId });
  return [...lines, `${queue}: ${replayed} replayed`];
}

await runOnBroker(() => {
  const request = readArguments();
  return async (rabbit) => {
    const reports: string[][] = [];
    for (const queue of request.queues) reports.push(await report(rabbit, queue, request));
    if (request.eventId !== undefined && reports.every(({ length }) => length === 1)) {
      throw new CommandError(`No event ${request.eventId} is parked in ${request.queues.join(' or ')}.`);
    }
    return reports.flat();
  };
});
