import { type App, requirePrincipal } from '@downbeat/shared/http';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { getTrail, listTrails } from '../../generated/operations.gen.ts';
import type {
  EndedSessionPage,
  TrailEntry as ShownEntry,
  TrailMessage,
  TrailPage,
  TrailState,
} from '../../generated/schemas.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { parseWholeState, type TrailEntry } from '../model/trail.ts';
import type { TrailWriter } from '../room/trail-writer.ts';
import type { Stores } from '../store/stores.ts';

interface TrailsDeps extends Pick<Stores, 'repository' | 'endedSessions' | 'trailRows'> {
  readonly trailWriter: Pick<TrailWriter, 'drain'>;
  readonly cursors: Cursors;
}

const LIST = 'trails';

function stateOf(text: string): TrailState {
  const { timeline, room } = parseWholeState(text);
  const { name, queue, repeat, outputs } = room;
  return { name, timeline, queue: [...queue], repeat, outputs };
}

function shown({ epoch, revision, atUs, kind, body, state }: TrailEntry): ShownEntry {
  return {
    ...{ epoch, revision, atServerTimeUs: atUs },
    ...(kind !== 'rebased' &&
      kind !== 'ended' &&
      body !== '' && { message: JSON.parse(body) as TrailMessage }),
    ...(state !== undefined && { state: stateOf(state) }),
  };
}

/** The first entries that are together not too large for one answer, at least one. */
function withinBytes(entries: readonly TrailEntry[]): readonly TrailEntry[] {
  let bytes = 0;
  const end = entries.findIndex(({ body, state = '' }, index) => {
    bytes += body.length + state.length;
    return index > 0 && bytes > limits.trailPageBytes;
  });
  return end === -1 ? entries : entries.slice(0, end);
}

/** What the members of a session read of its trail, also after its end. */
export class Trails {
  readonly #deps: TrailsDeps;

  constructor(deps: TrailsDeps) {
    this.#deps = deps;
  }

  /** @throws ProblemError SESSION_NOT_FOUND, MALFORMED_CURSOR */
  async get(
    sessionId: string,
    userId: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<TrailPage> {
    const { cursors, trailRows, trailWriter } = this.#deps;
    await this.#requireReader(sessionId, userId);
    const list = `trail ${sessionId}`;
    const [epoch, sequence] = cursor === undefined ? [] : cursors.read(list, cursor).map(Number);
    const after = epoch === undefined || sequence === undefined ? undefined : { epoch, sequence };
    // Without Redis the trail ends where it was written last.
    await trailWriter.drain(sessionId).catch(() => undefined);
    const found = await trailRows.page(sessionId, after, limit + 1);
    const entries = withinBytes(found.slice(0, limit));
    const last = found.length > entries.length ? entries.at(-1) : undefined;
    return {
      items: entries.map(shown),
      nextCursor: last === undefined ? null : cursors.write(list, [`${last.epoch}`, `${last.sequence}`]),
    };
  }

  /** @throws ProblemError MALFORMED_CURSOR */
  async list(userId: string, cursor: string | undefined, limit: number): Promise<EndedSessionPage> {
    const { cursors, endedSessions } = this.#deps;
    const [before] = cursor === undefined ? [] : cursors.read(LIST, cursor);
    const { rows, last } = cutPage(await endedSessions.page(userId, before, limit + 1), limit);
    const items = rows.map(({ id, name, ownerId, memberIds, createdAt, endedAt }) => ({
      ...{ sessionId: id, name, ownerId, memberCount: memberIds.length },
      createdAt: createdAt.toISOString(),
      endedAt: endedAt.toISOString(),
    }));
    return { items, nextCursor: last && cursors.write(LIST, [last.id]) };
  }

  /** For a user who is no member, and was none at the end, the session does not exist. */
  async #requireReader(sessionId: string, userId: string): Promise<void> {
    const { repository, endedSessions } = this.#deps;
    if ((await repository.findForMember(sessionId, userId)) !== null) return;
    // An end that failed has left its list of members behind, and the session may remove some of them since.
    const hasEnded = (await repository.findHead(sessionId)) === null;
    if (!hasEnded || !(await endedSessions.hadMember(sessionId, userId))) throw errors.SESSION_NOT_FOUND();
  }
}

/** The HTTP routes of trails. */
export function trailRoutes(app: App, trails: Trails, rateLimits: RateLimits): void {
  app.route({
    ...getTrail,
    config: { ...getTrail.config, rateLimit: rateLimits.search },
    handler: (request) => {
      const { cursor, limit } = request.query;
      return trails.get(request.params.sessionId, requirePrincipal(request).userId, cursor, limit);
    },
  });
  app.route({
    ...listTrails,
    handler: (request) => {
      const { cursor, limit } = request.query;
      return trails.list(requirePrincipal(request).userId, cursor, limit);
    },
  });
}
