import type { App, OperationTable } from '@downbeat/shared/http';
import { assertReply } from '@downbeat/shared/test-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Test } from 'tap';
import { operations } from '../../src/generated/operations.gen.ts';

const table: OperationTable = operations;

function assertSent(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
  const { operationId } = request.routeOptions.config;
  const operation = operationId === undefined ? undefined : table[operationId];
  // What has no route is answered 404 before any operation, and HEAD is in no contract.
  if (operation?.method !== request.method) return;
  // Of a stream the contract says no more than the media type.
  const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : '';
  assertReply(operation, { statusCode: reply.statusCode, headers: reply.getHeaders(), body });
}

/** Fails `t` with every reply of an operation that its contract does not allow: status, media type, body and code. */
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
