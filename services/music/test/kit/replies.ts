import type { App, OperationTable } from '@downbeat/shared/http';
import { assertReply } from '@downbeat/shared/test-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Test } from 'tap';
import { operations } from '../../src/generated/operations.gen.ts';

const table: OperationTable = operations;

function assertSent(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
  const { operationId } = request.routeOptions.config;
  const operation = operationId === undefined ? undefined : table[operationId];
  // Unknown routes belong to no operation, and the contract does not list HEAD.
  if (operation?.method !== request.method) return;
  // For a stream the contract only has the media type.
  const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : '';
  assertReply(operation, { statusCode: reply.statusCode, headers: reply.getHeaders(), body });
}

/** Fails `t` for every reply that the contract does not allow: status, media type, body and error code. */
export function checkReplies(t: Test, app: App): void {
  app.addHook('onSend', async (request, reply, payload) => {
    try {
      assertSent(request, reply, payload);
    } catch (error) {
      t.fail((error as Error).message);
    }
    return payload;
  });
}
