import { messageReader } from '@downbeat/shared/test-kit';
import { compile } from '@downbeat/shared/validation';
import { ServerMessageByType } from '../../../src/generated/listening.schemas.gen.ts';
import type { ServerMessage } from '../../../src/listening/messages/types.ts';

const validators = new Map(
  Object.entries(ServerMessageByType).map(([type, schema]) => [type, compile(schema, 'answer')]),
);

/** Reads what a server sent; throws where the contract does not allow it. */
export const serverMessageOf = messageReader<ServerMessage>(validators);
