import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line and every event of one request or one message carries. */
export interface RequestContext {
  correlationId: string;
  requestId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and everything that it starts, with this context. */
export function runWithContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request or message being handled, if there is one. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/** The correlation id of the request or message being handled, if there is one. */
export function currentCorrelationId(): string | undefined {
  return storage.getStore()?.correlationId;
}
