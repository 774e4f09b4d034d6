import type { FastifyRequest, RouteOptions } from 'fastify';
import { commonErrors } from '../errors.ts';
import type { Operation } from './types.ts';

/** The ETags of a list, each in quotes and perhaps weak (RFC 9110, 8.8.3). A comma within quotes separates nothing. */
const TAGS = /(W\/)?("[^"]*")/g;

/**
 * Whether an If-Match header holds for a resource that exists and whose current tags are those that `isCurrent` accepts.
 * By strong comparison, in which a weak tag equals no other (RFC 9110, 13.1.1 and 8.8.3.2).
 */
export function ifMatchHolds(ifMatch: string, isCurrent: (tag: string) => boolean): boolean {
  if (ifMatch.trim() === '*') return true;
  return [...ifMatch.matchAll(TAGS)].some(([, weak, tag = '']) => weak === undefined && isCurrent(tag));
}

/** Tells the states of a resource on which a request insists; undefined for a request that insists on none. */
export type StateCondition = ((state: string) => boolean) | undefined;

/** Behind the state: what differs between the readers of one state, e.g. the signatures in its URLs. */
const AFTER_STATE = /^\.[\w-]{22}\.[\w-]{22}"$/;

/** A strong tag that begins with the state of its resource, so that a write can be compared with the state alone. */
export const stateTag = (state: string, digest: string, reader: string): string =>
  `"${state}.${digest}.${reader}"`;

/** The condition of a request with If-Match for a resource whose tags are made by {@link stateTag}. */
export function stateCondition({ headers }: Pick<FastifyRequest, 'headers'>): StateCondition {
  const ifMatch = headers['if-match'];
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  return (state) =>
    ifMatchHolds(
      ifMatch,
      (tag) => tag.startsWith(`"${state}`) && AFTER_STATE.test(tag.slice(state.length + 1)),
    );
}

const CONDITIONAL = new Set(['PUT', 'PATCH', 'DELETE']);

const NO_TAG = 'What this changes has no ETag, so no If-Match but * can hold.';

/**
 * Refuses If-Match where the contract does not have it: no tag can equal that of a resource without one, and a condition
 * that is ignored would not protect what its sender wants to protect.
 */
export function refuseUnknownConditions(route: RouteOptions, { method, schema }: Operation): void {
  const known = Object.keys(
    Object((schema.headers as { properties?: object } | undefined)?.properties) as object,
  );
  if (!CONDITIONAL.has(String(method)) || known.includes('if-match')) return;
  const refuse = async ({ headers }: FastifyRequest): Promise<void> => {
    const ifMatch = headers['if-match'];
    if (ifMatch === undefined || ifMatchHolds(ifMatch, () => false)) return;
    throw commonErrors.PRECONDITION_FAILED({ detail: NO_TAG });
  };
  route.preHandler = [refuse, ...[route.preHandler ?? []].flat()];
}
