import { isSocket, parametersIn, type Operation, type Reply } from './operation.ts';
import { entries, at, refuse, resolve, type Json } from './place.ts';
import { isSuccess } from './read-replies.ts';

/** How an operation is used: by a request, by sending a browser to its address, or by opening a socket on it. */
export type Use = 'request' | 'navigate' | 'socket';

export function useOf(operation: Operation): Use {
  if (isSocket(operation)) return 'socket';
  return operation.replies.filter(isSuccess).every((reply) => reply.kind === 'redirect')
    ? 'navigate'
    : 'request';
}

/** The replies that end a call well. A redirect beside a success is followed by `fetch` and never seen. */
export function successes(operation: Operation): Reply[] {
  if (useOf(operation) !== 'request') return [];
  const replies = operation.replies.filter((reply) => isSuccess(reply) && reply.kind !== 'redirect');
  // Who asks for bytes gets the reply unread, with its status: a 206 or a 304 means something to them.
  const binary = replies.some((reply) => reply.kind === 'binary');
  if (binary) return replies.map((reply) => ({ ...reply, kind: 'binary' }));
  // Any other call is made without a condition: nothing answers it with 304, and its result is always there.
  return replies.filter(({ status }) => status !== '304');
}

/** Whether an access token must be sent, may be sent, or has no business there. */
export function bearerOf(security: readonly Json[]): 'required' | 'accepted' | 'never' {
  const named = security.map(
    (alternative) => alternative !== null && Object.keys(alternative).includes('bearer'),
  );
  if (!named.includes(true)) return 'never';
  return named.every(Boolean) ? 'required' : 'accepted';
}

/**
 * All values of a request stand in one flat object, so no two of them may share a name. Bodies that are no objects
 * cannot be flattened, and are refused.
 */
export function checkFlat(operation: Operation): void {
  const seen = new Set<string>();
  const names = (['path', 'query'] as const).flatMap((where) =>
    parametersIn(operation, where).map(({ name }) => name),
  );
  for (const name of [...names, ...bodyNames(operation)]) {
    if (seen.has(name) || name === 'headers')
      refuse(operation.place, `"${name}" would stand twice in the SDK's input`);
    seen.add(name);
  }
}

function bodyNames({ body }: Operation): string[] {
  if (!body) return [];
  const schema = resolve(body.schema);
  const properties = at(schema, 'properties');
  if (!properties)
    refuse(schema, "a body must be an object with properties, to be part of the SDK's flat input");
  return entries(properties).map(([name]) => name);
}
