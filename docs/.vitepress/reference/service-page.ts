import {
  type Call,
  bodyOf,
  callsOf,
  curlOf,
  exampleOf,
  isCallOfRoom,
  sdkCallOf,
  securityOf,
} from './calls.ts';
import { readService, resolve } from './contract.ts';
import { fieldLine, fieldList, prose, table } from './fields.ts';

const callersByScheme: Readonly<Record<string, string>> = {
  streamSignature: 'who has a signed URL',
  ticket: 'who has a ticket',
};

/** Who may call, in words: each alternative of the contract's `security`. */
function callersOf(call: Call): string {
  const alternatives = securityOf(call).flatMap((alternative) => Object.entries(alternative));
  if (alternatives.length === 0) return 'everyone';
  const words = alternatives.map(([scheme, roles]) => {
    if (scheme !== 'bearer') return callersByScheme[scheme] ?? scheme;
    if (roles.includes('guests')) return 'everyone who is signed in, and guests of a room';
    return roles.length === 0
      ? 'everyone who is signed in'
      : roles.map((role) => `\`${role}\``).join(' with ');
  });
  return words.join(', or ');
}

const fence = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\``;

/** The headers of requests are the same for many operations, so an operation has their first sentence. */
function parameterList({ contract, parameters }: Call): string {
  const lines = parameters.map(({ name, in: place, required, description, schema }) => {
    const shown =
      place === 'header'
        ? `${description?.split(/[:.;](?:\s|$)/)[0] ?? ''} ([headers](#headers)).`
        : description;
    return fieldLine(contract, { name, place, isOptional: required !== true, schema, description: shown });
  });
  return lines.join('\n');
}

/** What the headers of requests mean, each once. */
function headerParts(calls: readonly Call[]): string[] {
  const headers = calls.flatMap(({ parameters }) =>
    parameters.filter((parameter) => parameter.in === 'header'),
  );
  const byName = new Map(headers.map(({ name, description }) => [name, description]));
  if (byName.size === 0) return [];
  return ['## Headers', ...[...byName].map(([name, description]) => `**${name}.** ${prose(description)}`)];
}

/** The answers of a success; an example of the first one that has it. */
function answersOf({ contract, operation }: Call): string[] {
  const answers = Object.entries(operation.responses).filter(([status]) => status !== 'default');
  const resolved = answers.map(([status, answer]) => [status, resolve(contract, answer)] as const);
  const rows = resolved.map(([status, { description, content }]) => [
    status,
    description ?? '',
    Object.keys(content ?? {}).join(', '),
  ]);
  const examples = resolved.map(([, { content }]) => exampleOf(contract, content?.['application/json']));
  const example = examples.find((value) => value !== undefined);
  const shown = example === undefined ? [] : [fence('json', JSON.stringify(example, null, 2))];
  const schemas = resolved.map(([, { content }]) => content?.['application/json']?.schema);
  const fields = fieldList(contract, schemas.find((schema) => schema !== undefined) ?? {});
  return [
    table(['answer', 'meaning', 'type'], rows),
    ...(fields === '' ? [] : [`**Answer**\n\n${fields}`]),
    ...shown,
  ];
}

/** A link to the explanation of a code. */
const problemLink = (code: string): string =>
  `[${code}](./problems#${code.toLowerCase().replaceAll('_', '-')})`;

/** curl opens no WebSocket. */
function examplesOf(call: Call): string[] {
  if (isCallOfRoom(call))
    return [
      fence('sh', curlOf(call)),
      'In the SDK it is a call of a room: [roles and permissions](../app-developers.md#roles-and-permissions).',
    ];
  const inSdk = fence('ts [SDK]', sdkCallOf(call));
  if ('101' in call.operation.responses) return [inSdk, '[Messages and close codes](./websocket)'];
  return ['::: code-group', fence('sh [curl]', curlOf(call)), inSdk, ':::'];
}

function operationPart(call: Call): string {
  const { contract, method, path, operation } = call;
  const body = bodyOf(call);
  const codes = operation['x-codes'] ?? [];
  return [
    `### ${prose(operation.summary ?? operation.operationId)} {#${operation.operationId}}`,
    `\`${method} ${path}\``,
    prose(operation.description),
    `**Who may call:** ${callersOf(call)}.`,
    parameterList(call),
    body?.media.schema ? `**Body** (\`${body.type}\`)\n\n${fieldList(contract, body.media.schema)}` : '',
    ...examplesOf(call),
    ...answersOf(call),
    codes.length === 0 ? '' : `**Problems:** ${codes.map(problemLink).join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The page of a service: its operations by their tags. */
export function servicePage(service: string): string {
  const contract = readService(service);
  const calls = callsOf(service, contract);
  const common = contract.components.responses?.['Problem']?.['x-codes'] ?? [];
  const groups = (contract.tags ?? []).map(({ name, description }) => [
    `## ${name}`,
    prose(description),
    ...calls.filter(({ operation }) => operation.tags?.includes(name)).map(operationPart),
  ]);
  return [
    `# API of ${service}`,
    `${prose(contract.info.summary)} ${prose(contract.info.description)}`,
    `With a local run the address is \`${contract.servers?.[0]?.url ?? ''}\`; the service itself has the contract at \`/openapi.yaml\`. ` +
      `In the examples \`$${service.toUpperCase()}\` is that address and \`$TOKEN\` an access token.`,
    `Every operation can also answer ${common.map(problemLink).join(', ')}.`,
    ...groups.flat(),
    ...headerParts(calls),
  ].join('\n\n');
}
