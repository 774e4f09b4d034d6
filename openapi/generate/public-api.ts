import { join } from 'node:path';
import {
  at,
  type Contract,
  entries,
  items,
  need,
  type Node,
  objectOf,
  readContract,
  resolve,
} from './contract.ts';
import { requiredNames } from './emit-schema.ts';
import type { Operation } from './operation.ts';
import { readOperations } from './read-operations.ts';
import { isSuccess, readReplyCloseCodes } from './read-replies.ts';
import { bearerOf } from './sdk-calls.ts';

/** Types by field: `{ 'user.id': "string", 'user.role': "'artist'|'listener'", 'next?': 'string|null' }`; `?` may be absent. */
export type Fields = Readonly<Record<string, string>>;

/** What clients rely on in an operation, or in a message of the socket. */
export interface PublicPart {
  readonly route: string;
  readonly token: 'required' | 'accepted' | 'never';
  readonly input: Fields;
  /** By the status of each success; a message from the server has one, `message`. */
  readonly answers: Readonly<Record<string, Fields>>;
  /** `EMAIL_TAKEN|VALIDATION_FAILED`. */
  readonly codes: string;
}

/** What clients rely on, without texts, examples and limits: `auth.login`, `listening.play`. */
export type PublicApi = Readonly<Record<string, PublicPart>>;

const services = ['auth', 'music', 'notification'];

/** @param contracts the folder of the hand-written contracts */
export async function readPublicApi(contracts: string): Promise<PublicApi> {
  const read = (name: string) => readContract(join(contracts, `${name}.yaml`));
  const parts = services.map(async (service) => operationParts(service, await read(service)));
  const { root } = await read('listening');
  return Object.fromEntries([...(await Promise.all(parts)).flat(), ...messageParts(root)]);
}

export function operationParts(service: string, contract: Contract): [string, PublicPart][] {
  return readOperations(contract).map((operation) => [
    `${service}.${operation.id}`,
    operationPart(operation),
  ]);
}

function operationPart(operation: Operation): PublicPart {
  const { parameters, body, replies, commonCodes, codes } = operation;
  const input = new FieldList();
  for (const { name, required, schema } of parameters) input.add(schema, name, !required);
  if (body?.kind === 'json') input.add(body.schema, '');
  if (body?.kind === 'multipart') {
    for (const { name, required, schema } of body.texts) input.add(schema, name, !required);
    for (const { name, required } of body.files) input.addTypes(['file'], name, !required);
  }
  const answers = replies.filter(isSuccess).map(({ status, kind, schema }): [string, Fields] => {
    const answer = new FieldList();
    answer.addTypes([kind], 'body', false);
    if (kind === 'json' && schema) answer.add(schema, '');
    return [status, answer.toFields()];
  });
  return {
    route: `${operation.method} ${operation.path}`,
    token: bearerOf(operation.security),
    input: input.toFields(),
    answers: Object.fromEntries(answers),
    codes: [...codes, ...commonCodes].join('|'),
  };
}

function messageParts(root: Node): [string, PublicPart][] {
  const components = need(root, 'components');
  const messages = (union: string): [string, Node][] => {
    const discriminator = need(need(need(components, 'schemas'), union), 'discriminator');
    return entries(need(discriminator, 'mapping')).map(([type, reference]) => [
      `listening.${type}`,
      { ...reference, value: { $ref: reference.value } },
    ]);
  };
  const fields = (schema: Node): Fields => {
    const list = new FieldList();
    list.add(schema, '');
    return list.toFields();
  };
  const none = { token: 'required', input: {}, answers: {}, codes: '' } as const;
  const closeCodes = readReplyCloseCodes(at(components, 'responses')).map(
    ({ name, code, reconnect }): [string, string] => [name, `${code}, ${reconnect ? 'reconnect' : 'final'}`],
  );
  return [
    ...messages('ClientMessage').map(([name, schema]): [string, PublicPart] => [
      name,
      { ...none, route: 'from the client', input: fields(schema) },
    ]),
    ...messages('ServerMessage').map(([name, schema]): [string, PublicPart] => [
      name,
      { ...none, route: 'from the server', answers: { message: fields(schema) } },
    ]),
    [
      'listening.close',
      { ...none, route: 'close codes', answers: { message: Object.fromEntries(closeCodes) } },
    ],
  ];
}

/** The fields of an input or an answer, at any depth: `items[].title`. */
class FieldList {
  readonly #fields = new Map<string, { types: Set<string>; optional: boolean }>();

  /** Adds a schema with all that is inside; its own types too unless `path` is empty. */
  add(node: Node, path: string, optional = false): void {
    const schema = resolve(node);
    const alternatives = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => items(at(schema, keyword)));
    for (const alternative of alternatives) this.add(alternative, path, optional);
    this.addTypes(typesOf(schema), path, optional);
    const properties = entries(at(schema, 'properties'));
    const required = requiredNames(schema, properties);
    for (const [name, property] of properties)
      this.add(property, path === '' ? name : `${path}.${name}`, !required.has(name));
    const item = at(schema, 'items');
    if (item) this.add(item, `${path}[]`);
  }

  addTypes(types: readonly string[], path: string, optional: boolean): void {
    if (path === '' || types.length === 0) return;
    const field = this.#fields.get(path) ?? { types: new Set(), optional: false };
    for (const type of types) field.types.add(type);
    this.#fields.set(path, { ...field, optional: field.optional || optional });
  }

  toFields(): Fields {
    const rows = [...this.#fields].map(([path, { types, optional }]): [string, string] => [
      optional ? `${path}?` : path,
      [...types].sort().join('|'),
    ]);
    return Object.fromEntries(rows.sort(([a], [b]) => a.localeCompare(b, 'en')));
  }
}

/** The types of a schema, or its values when it lists them. */
function typesOf(schema: Node): string[] {
  const { enum: values, const: value, type } = objectOf(schema);
  const literals = value === undefined ? values : [value];
  if (literals !== undefined)
    return [literals]
      .flat()
      .map((literal) => (typeof literal === 'string' ? `'${literal}'` : JSON.stringify(literal)));
  return type === undefined ? [] : [type].flat().map(String);
}
