import { messageReader } from '@downbeat/shared/test-kit';
import { compile } from '@downbeat/shared/validation';
import { ServerMessageByType } from '../../../src/generated/listening.schemas.gen.ts';
import type { ServerMessage } from '../../../src/generated/listening.schemas.gen.ts';

const validators = new Map(
  Object.entries(ServerMessageByType).map(([type, schema]) => [type, compile(schema, 'answer')]),
);

const read = messageReader(validators);

/** Reads what a server sent; throws where the contract does not allow it. */
export const serverMessageOf = (text: string): ServerMessage => read(text) as ServerMessage;
