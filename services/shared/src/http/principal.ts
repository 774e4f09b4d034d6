import type { FastifyRequest } from 'fastify';
import { commonErrors } from '../problem/index.ts';
import type { Principal } from './types.ts';

/**
 * Who is asking.
 *
 * @throws ProblemError 401 where nobody is: on an open route, or one that also lets anonymous requests in
 */
export function requirePrincipal(request: Pick<FastifyRequest, 'principal'>): Principal {
  if (request.principal === null) throw commonErrors.UNAUTHENTICATED();
  return request.principal;
}
