// A server for tests: answers each request with what the test returns, and records the requests.
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sent {
  method: string;
  url: string;
  authorization: string | null;
  body: string;
  correlationId: string | null;
  headers: IncomingHttpHeaders;
}

export interface Answer {
  status: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

/** An answer, or `hang up` to cut the connection. */
export type Reply = Answer | 'hang up';

type Respond = (sent: Sent) => Reply | Promise<Reply>;

interface Owner {
  teardown(run: () => unknown): void;
}

export async function service(t: Owner, respond: Respond): Promise<{ url: string; sent: Sent[] }> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      // Null when the client has cut the connection.
      const one = await received(request).catch(() => null);
      if (one === null) return;
      sent.push(one);
      const reply = await respond(one);
      if (reply === 'hang up') return void response.destroy();
      const { status, json, text, headers } = reply;
      const type = json === undefined ? 'text/plain' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(json === undefined ? text : JSON.stringify(json));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent };
}

async function received(request: IncomingMessage): Promise<Sent> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method = '', url = '', headers } = request;
  const correlationId = headers['x-correlation-id'];
  return {
    method,
    url,
    authorization: headers.authorization ?? null,
    correlationId: typeof correlationId === 'string' ? correlationId : null,
    body: Buffer.concat(parts).toString(),
    headers,
  };
}

/** A problem document as the services send it. */
export function problem(status: number, code: string, more: object = {}): Answer {
  const type = `https://downbeat.dev/problems/${code.toLowerCase()}`;
  return {
    status,
    json: { type, title: code, status, code, instance: '/', requestId: 'request-1', ...more },
  };
}

/** An answer to a sign-in or a refresh: the tokens are `a-NAME` and `r-NAME`. */
export function tokens(name: string, { userId = 'ada', expiresIn = 900 } = {}): Answer {
  const user = {
    id: userId,
    email: 'ada@example.org',
    displayName: 'Ada',
    role: 'listener',
    emailVerified: true,
  };
  const json = { tokenType: 'Bearer', accessToken: `a-${name}`, refreshToken: `r-${name}`, expiresIn, user };
  return { status: 200, json };
}
