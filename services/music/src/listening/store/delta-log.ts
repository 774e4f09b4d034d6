import type { InviteCodeChanged, ServerMessage } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { Delta, DeltaKind, DeltaPosition } from '../model/room-state.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';
import { notRecorded, type TrailRecorder } from './trail-log.ts';

const PAGE = 200;

/** A message to every member; of a new invite code only that there is one, since the code is not for all of them. */
type Told = Exclude<ServerMessage, InviteCodeChanged> | Omit<InviteCodeChanged, 'inviteCode'>;

function deltaOf([id, fields]: [string, string[]]): Delta {
  const [epoch, sequence] = id.split('-').map(Number);
  const field = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
  return {
    epoch: epoch ?? 0,
    sequence: sequence ?? 0,
    revision: Number(field('revision')),
    kind: field('kind') as DeltaKind,
    body: field('body'),
    ...(fields.includes('changedAt') && {
      recorded: { atUs: Number(field('at')), changedAt: field('changedAt') },
    }),
  };
}

/** The messages that the trail of a session has, apart from changes of timeline and queue. */
const RECORDED: ReadonlySet<string> = new Set(['chatPosted', 'chatDeleted', 'reactions']);

/** A session's stream of deltas. Changes of the live state are written to it by the scripts that make them. */
export function createDeltaLog(
  redis: ListeningRedis,
  keys: ListeningKeys,
  recorder: TrailRecorder = notRecorded,
) {
  return {
    /** Sends a message to every member. It is not kept for members who are not connected. */
    async tell(sessionId: string, message: Told): Promise<void> {
      const sessionKeys = [keys.state(sessionId), keys.deltas(sessionId), keys.trail(sessionId)];
      const recorded = RECORDED.has(message.type) ? recorder(sessionId) : [];
      const args = [limits.deltaBytes, keys.wake(sessionId), JSON.stringify(message), ...recorded];
      await redis.listeningTellMembers(...sessionKeys, ...args);
    },

    /** One page of the deltas after a position; empty when there are none. */
    async after(sessionId: string, { epoch, sequence }: DeltaPosition): Promise<Delta[]> {
      const from = `(${epoch}-${sequence}`;
      const entries = await redis.xrange(keys.deltas(sessionId), from, '+', 'COUNT', PAGE);
      return entries.map(deltaOf);
    },

    /**
     * The changes of timeline and queue that a client missed after a revision of an epoch.
     * @returns null when they cannot be sent one by one: trimmed, another epoch, too many, or none
     */
    async missedChanges(sessionId: string, epoch: number, revision: number): Promise<Delta[] | null> {
      const entries = await redis.xrevrange(keys.deltas(sessionId), '+', `${epoch}-0`, 'COUNT', PAGE);
      const deltas = entries.map(deltaOf).toReversed();
      if (deltas.some((delta) => delta.epoch !== epoch)) return null;
      const missed = deltas.filter((delta) => delta.kind === 'timeline' && delta.revision > revision);
      const complete = missed.every((delta, index) => delta.revision === revision + 1 + index);
      return complete && missed.length > 0 ? missed : null;
    },
  };
}
