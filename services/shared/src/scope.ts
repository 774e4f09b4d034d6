import { AsyncLocalStorage } from 'node:async_hooks';
import type { Deadline } from './deadline.ts';

/** The ids in every log line and every event of one request or one message. */
export interface RequestContext {
  correlationId: string;
  requestId?: string;
}

/** What a request or a message passes on to everything that it starts. */
export interface Scope {
  ids?: RequestContext;
  deadline?: Deadline;
}

/** One storage for all of it, because each that is entered costs time in every request. */
export const scopes = new AsyncLocalStorage<Scope>();
