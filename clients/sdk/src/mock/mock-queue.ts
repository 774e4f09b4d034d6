import { afterEdit, canRebase, changesOf, QueueEditError, type QueueOperation } from '@downbeat/timing';
import { musicExamples } from '../generated/music.examples.gen.ts';
import { randomId } from '../http/random-id.ts';
import type { QueueItem, ServerMessage } from '../listening/messages.ts';
import type { CommandTiming, EditMessage, MockPlayback, Refusal } from './mock-playback.ts';

type QueueChanged = Extract<ServerMessage, { type: 'queueChanged' }>;

/** The most items of a queue, as on the server. */
const LONGEST_QUEUE = 1000;

interface EditTiming extends CommandTiming {
  readonly by: string;
  readonly fairTurns: boolean;
}

/** Edits the queue of a mock room by the rules of the server; every track exists. Returns the code of a refusal. */
export function editMockQueue(
  { queue: before, repeat: mode, timeline }: MockPlayback,
  command: EditMessage,
  { by, fairTurns, nowUs, leadTimeMs }: EditTiming,
): { queue: readonly QueueItem[]; message: QueueChanged } | Refusal {
  const operations: readonly QueueOperation[] = command.type === 'queue' ? command.operations : [];
  if (!canRebase(operations) && command.revision !== timeline.revision) return 'STALE_REVISION';
  try {
    const { queue, changes } = changesOf(before, operations, {
      currentId: timeline.queueItemId,
      itemsOf: (index) => newItems(operations[index], by),
      randomBelow: (limit) => Math.floor(Math.random() * limit),
      personOf: fairTurns ? ({ addedBy }) => addedBy : undefined,
    });
    if (queue.length > LONGEST_QUEUE) return 'QUEUE_FULL';
    const repeat = command.type === 'repeat' ? command.mode : mode;
    const edited = afterEdit(timeline, { queue: before, repeat: mode }, { queue, repeat }, nowUs, leadTimeMs);
    const message = {
      type: 'queueChanged',
      commandId: command.commandId,
      timeline: edited,
      leadTimeMs,
      repeat,
      changes: changes as QueueChanged['changes'],
      by,
    } as const;
    return { queue, message };
  } catch (error) {
    if (error instanceof QueueEditError) return error.code;
    throw error;
  }
}

function newItems(operation: QueueOperation | undefined, by: string): QueueItem[] {
  const [example] = musicExamples.getSession.data.queue.slice(0, 1) as [QueueItem];
  const trackIds = operation !== undefined && 'trackIds' in operation ? operation.trackIds : [];
  const addedBy = by.split(':')[0] ?? by;
  return trackIds.map((trackId) => ({ ...example, id: randomId(), trackId, addedBy }));
}
