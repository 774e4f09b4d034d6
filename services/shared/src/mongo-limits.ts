import { AbstractCursor, Collection, type Db } from 'mongodb';
import { callWithLimit } from './deadline.ts';

/** Which argument of an operation is its options. The driver stops an operation whose `signal` aborts. */
const OPTIONS_POSITION: Readonly<Record<string, number>> = {
  aggregate: 1,
  bulkWrite: 1,
  command: 1,
  countDocuments: 1,
  deleteMany: 1,
  deleteOne: 1,
  distinct: 2,
  find: 1,
  findOne: 1,
  findOneAndDelete: 1,
  findOneAndReplace: 2,
  findOneAndUpdate: 2,
  insertMany: 1,
  insertOne: 1,
  replaceOne: 2,
  updateMany: 2,
  updateOne: 2,
};

/**
 * A database each of whose calls ends within the limit of `callWithLimit`. The driver's own time limits do not see
 * everything: its `timeoutMS` has no effect in driver 7, and an operation that waits for a full socket to drain waits for
 * ever when that socket closes, and keeps its place in the connection pool.
 */
export function limitCalls(db: Db): Db {
  return limited(db, db.databaseName);
}

function limited<T extends object>(target: T, what: string, cursorAbort?: AbortController): T {
  const call = (method: (...args: unknown[]) => unknown, name: string, args: unknown[]): unknown => {
    const abort = cursorAbort ?? new AbortController();
    const result = Reflect.apply(method, target, withSignal(name, args, abort.signal));
    // Methods such as `sort` return their cursor.
    if (result === target) return proxy;
    if (result instanceof Collection) return limited(result, result.collectionName);
    if (result instanceof AbstractCursor) return limited(result, `${what}.${name}`, abort);
    if (!(result instanceof Promise)) return result;
    return callWithLimit(`${what}.${name}`, (signal) => {
      signal.addEventListener('abort', () => abort.abort(signal.reason));
      return result;
    });
  };
  const proxy: T = new Proxy(target, {
    get(_target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      return (...args: unknown[]) => call(member as (...args: unknown[]) => unknown, name, args);
    },
  });
  return proxy;
}

function withSignal(name: string, args: unknown[], signal: AbortSignal): unknown[] {
  const position = OPTIONS_POSITION[name];
  if (position === undefined) return args;
  return Object.assign([...args], { [position]: { ...(args[position] as object | undefined), signal } });
}
