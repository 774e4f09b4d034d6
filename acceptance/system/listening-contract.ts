// Checks the messages that the server sends on a listening session's socket against openapi/listening.yaml itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageReader } from '@downbeat/shared/test-kit';
import { compile } from '@downbeat/shared/validation';
import { parse } from 'yaml';

/** The fields that tests calculate with; all others are only compared. */
export type ServerMessage = Record<string, unknown> & {
  type: string;
  timeline?: { epoch: number };
  leadTimeMs?: number;
  serverReceiveTimeUs?: number;
  serverSendTimeUs?: number;
};

interface Contract {
  components: { schemas: Record<string, object> };
}

/** The schemas of a contract file, with their `$ref`s changed to `$defs` of one JSON schema. */
function schemasOf(file: string): Record<string, object> {
  const text = readFileSync(join(import.meta.dirname, '../../openapi', file), 'utf8');
  const inOne = text.replaceAll(/(?:common\.yaml)?#\/components\/schemas\//g, '#/$defs/');
  return (parse(inOne) as Contract).components.schemas;
}

const $defs = { ...schemasOf('common.yaml'), ...schemasOf('listening.yaml') };
const { mapping } = ($defs['ServerMessage'] as { discriminator: { mapping: Record<string, string> } })
  .discriminator;
const validators = new Map(
  Object.entries(mapping).map(([type, $ref]) => [type, compile({ $ref, $defs }, 'answer')]),
);

const read = messageReader(validators);

/** Parses a message from the server; throws when it does not match the contract. */
export const serverMessageOf = (text: string): ServerMessage => read(text) as ServerMessage;
