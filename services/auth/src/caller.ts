import type { FastifyRequest } from 'fastify';

/** Whom a rule acts for, as far as the audit, the throttle and the list of sessions need to know. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
  readonly requestId: string;
}

const MAX_USER_AGENT_LENGTH = 256;

export const callerOf = (request: FastifyRequest): Caller => ({
  address: request.ip,
  userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT_LENGTH),
  requestId: request.id,
});
