import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

/** The HTTP response to an upgrade that was refused, without the id of the request. */
export interface UpgradeRefusal {
  status: number;
  body: Record<string, unknown>;
}

/** Requests an upgrade that is expected to be refused. */
export async function upgrade(
  baseUrl: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<UpgradeRefusal> {
  const outgoing = request(baseUrl + path, {
    agent: false,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  });
  outgoing.on('upgrade', (_response, socket) => socket.destroy());
  outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  const { requestId, ...body } = JSON.parse(text) as Record<string, unknown>;
  if (typeof requestId !== 'string') throw new Error('a problem without its request id');
  return { status: answer.statusCode ?? 0, body };
}

/** The expected response to a refused upgrade. */
export function refusedUpgrade(
  status: number,
  code: string,
  title: string,
  path: string,
  detail?: string,
): UpgradeRefusal {
  const type = `https://downbeat.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`;
  const body = { type, title, status, code, instance: path, ...(detail === undefined ? {} : { detail }) };
  return { status, body };
}

export function ticketInvalid(path: string, detail?: string): UpgradeRefusal {
  return refusedUpgrade(401, 'TICKET_INVALID', 'The ticket is unknown, used or expired', path, detail);
}
