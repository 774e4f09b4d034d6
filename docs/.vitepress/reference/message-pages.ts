import {
  type Contract,
  type Problem,
  type Schema,
  readCloseCodes,
  readMessages,
  readProblems,
  resolve,
} from './contract.ts';
import { fieldList, prose, table } from './fields.ts';

/** Each message of a union: its type as the heading, its meaning and its fields. */
function messageParts(contract: Contract, union: string): string[] {
  const mapping = contract.components.schemas[union]?.discriminator?.mapping ?? {};
  return Object.entries(mapping).flatMap(([type, $ref]) => {
    const schema = resolve<Schema>(contract, { $ref });
    return [`### ${type}`, prose(schema.description), fieldList(contract, schema)];
  });
}

export function websocketPage(): string {
  const contract = readMessages();
  const rows = readCloseCodes().map(({ code, reason, reconnect }) => [
    `[${code}](./problems#close-${code})`,
    reason,
    reconnect ? 'yes' : 'no',
  ]);
  return [
    '# WebSocket messages',
    'A member of a listening session is connected by a WebSocket. A [ticket](./music#createTicket), valid once and for 30 seconds, ' +
      'opens it; the access token is never part of a URL. Each message is one text frame with a JSON object, which its `type` tells apart. ' +
      'The music service has these schemas at `/listening.yaml` and `/asyncapi.yaml`.',
    'Times ending in `Us` are microseconds on the one timebase of the session, which a client measures by `probe` and `probeReply`. ' +
      'Positions are milliseconds into the track.',
    '## From the client',
    ...messageParts(contract, 'ClientMessage'),
    '## From the server',
    ...messageParts(contract, 'ServerMessage'),
    '## Close codes',
    table(['code', 'reason', 'connect again'], rows),
  ].join('\n\n');
}

export function eventsPage(): string {
  return [
    '# Events',
    'The services tell each other what has happened by events on RabbitMQ: the topic exchange `downbeat.events`, routed by the type. ' +
      'Each event is a CloudEvents 1.0 envelope. `id` and `source` together are unique; events with the same `subject` are delivered in order. ' +
      'A schema may get new optional fields, which a consumer ignores; any other change is a new type (`.v2`).',
    ...messageParts(readMessages(), 'DownbeatEvent').map((part) => part.replace(/^### /, '## ')),
  ].join('\n\n');
}

const anchorOf = (code: string): string => code.toLowerCase().replaceAll('_', '-');

const problemPart = ([code, { status, closeReason, title, cause, remedy, curl }]: [
  string,
  Problem,
]): string =>
  [
    `## ${code} {#${anchorOf(code)}}`,
    `**${status ?? closeReason ?? 'message'}** ${prose(title)}`,
    `**Cause.** ${prose(cause)}`,
    `**Remedy.** ${prose(remedy)}`,
    ...(curl === undefined ? [] : [`\`\`\`sh\n${curl.trim()}\n\`\`\``]),
  ].join('\n\n');

/** The problems of answers first, then those of a room's WebSocket. */
export function problemsPage(): string {
  const all = Object.entries(readProblems());
  const ofAnswers = all.filter(([, { status }]) => status !== undefined);
  const ofMessages = all.filter(([, problem]) => (problem.status ?? problem.closeReason) === undefined);
  const ofSockets = all.filter(([, { closeReason }]) => closeReason !== undefined);
  return [
    '# Problems',
    'A refused request is answered with `application/problem+json` (RFC 9457). Its `code` is stable, and the SDK has it as ' +
      '`error.code`; its `requestId` is in every log line of the request. Each service has the same pages at `/problems`.',
    'A room refuses a command by a message of the type `problem` on its WebSocket, and the SDK rejects the call with its `code`: one of ' +
      `these, or ${ofMessages.map(([code]) => `[${code}](#${anchorOf(code)})`).join(', ')}. A socket that is closed has a number, and ` +
      'in the SDK a name, `room.state.closeReason`: ' +
      `${ofSockets.map(([code, { closeReason }]) => `[${code.slice('CLOSE_'.length)} ${closeReason}](#${anchorOf(code)})`).join(', ')}.`,
    ...[...ofAnswers, ...ofMessages, ...ofSockets].map(problemPart),
  ].join('\n\n');
}
