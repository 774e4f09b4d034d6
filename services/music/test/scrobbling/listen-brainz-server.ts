import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Test } from 'tap';
import type { Listen } from '../../src/scrobbling/listen-brainz-api.ts';

interface Submission {
  token: string;
  type: string;
  payload: Listen[];
  agent: string | undefined;
  /** On `performance.now()`. */
  atMs: number;
}

/** What the next calls are answered with, instead of being carried out. */
type Fault = { status: number; headers?: Record<string, string> } | 'hang up';

/** A server that speaks what we use of the API of ListenBrainz, as its source has it. */
export async function startListenBrainz(t: Test) {
  /** The user by the token. */
  const users = new Map([['token-of-ada', 'ada']]);
  const submissions: Submission[] = [];
  /** As in its database, where account, second and track are one row. */
  const listens = new Map<string, Listen>();
  const faults: Fault[] = [];

  async function submit(request: IncomingMessage, token: string): Promise<number> {
    const { listen_type: type, payload } = (await json(request)) as {
      listen_type: string;
      payload: Listen[];
    };
    submissions.push({ token, type, payload, agent: request.headers['user-agent'], atMs: performance.now() });
    const user = users.get(token);
    if (user === undefined) return 401;
    const isWrong = (listen: Listen) =>
      listen.track_metadata.track_name === 'Invalid' ||
      (listen.listened_at === undefined) !== (type === 'playing_now');
    if (payload.length === 0 || (type !== 'import' && payload.length > 1) || payload.some(isWrong))
      return 400;
    if (type === 'playing_now') return 200;
    for (const listen of payload) {
      const { artist_name, track_name } = listen.track_metadata;
      listens.set([user, listen.listened_at, artist_name, track_name].join(), listen);
    }
    return 200;
  }

  const checkOf = (token: string) => {
    const user_name = users.get(token);
    return { code: 200, valid: user_name !== undefined, ...(user_name !== undefined && { user_name }) };
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = /^Token (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const fault = faults.shift();
    if (fault === 'hang up') return void request.destroy();
    if (fault !== undefined) return void response.writeHead(fault.status, fault.headers).end('{}');
    if (request.url === '/1/validate-token') return void response.end(JSON.stringify(checkOf(token)));
    const status = await submit(request, token);
    response.writeHead(status).end(JSON.stringify({ code: status }));
  }

  const server = createServer(
    (request, response) => void answer(request, response).catch(() => request.destroy()),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, users, submissions, listens, faults };
}
