import { type IncomingMessage, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Time limits and bounds of the pages' servers, in Node's names. No page sends much or waits for long. */
export const serverLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  maxConnections: 256,
};

/** The pages of other projects bring inline scripts, so they get no content security policy of ours. */
const guardHeaders = {
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

const plainText = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };
const sentence = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}\n`;

/** An answer for a socket that has no response object. */
function rawAnswer(status: number, headers: Record<string, string>): string {
  const body = sentence(status);
  const all = { ...headers, ...plainText, 'content-length': String(body.length), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${body.trim()}`, ...lines, '', body].join('\r\n');
}

const statusOfBroken: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers what Node could not read as a request, with the server's headers. */
export const answerBroken =
  (headers: Record<string, string>) =>
  (error: Error & { code?: string }, socket: Duplex & { bytesWritten?: number }): void => {
    // After a part of another answer this one would be read as the rest of it.
    if (!socket.writable || socket.bytesWritten || error.code === 'ECONNRESET') socket.destroy();
    else socket.end(rawAnswer(statusOfBroken[error.code ?? ''] ?? 400, headers));
  };

/** The host names of this machine's own pages: those of loopback, and the given ones, separated by commas. */
export function pageHosts(publicHosts = ''): ReadonlySet<string> {
  const given = publicHosts.split(',').map((host) => host.trim().toLowerCase());
  return new Set(['localhost', '127.0.0.1', '[::1]', ...given.filter((host) => host !== '')]);
}

/**
 * Whether a request was sent to one of the hosts (the name of a foreign page can lead to this machine, too), and by no
 * page or by a page of the same server. A foreign page may only open a page of the server in a tab, which it cannot read.
 */
function isOwnRequest({ headers }: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  if (!hosts.has(host.toLowerCase().replace(/:\d+$/, ''))) return false;
  if (origin !== undefined) return origin === `http://${host}` || origin === `https://${host}`;
  if (site === 'same-origin' || site === 'none') return true;
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

type Listener = (
  this: Server,
  request: IncomingMessage,
  output: ServerResponse | Duplex,
  head?: Buffer,
) => void;

/**
 * Lets the server's own code answer what Node would refuse without its headers: a request without a Host, and an unknown
 * expectation, which `refuse` answers with 417.
 */
export function answerAllRequests(
  server: Server,
  refuse: (response: ServerResponse, status: number) => void,
): void {
  Object.assign(server, { requireHostHeader: false });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) =>
    refuse(response, 417),
  );
}

/** Makes the server answer its own requests only, with security headers and within the limits; all others get 403. */
export function guardServer(server: Server, hosts: ReadonlySet<string>): void {
  Object.assign(server, serverLimits);
  answerAllRequests(server, refuse);
  server.removeAllListeners('clientError').on('clientError', answerBroken(guardHeaders));
  for (const event of ['request', 'upgrade'] as const) {
    const listeners = server.listeners(event) as Listener[];
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, output: ServerResponse | Duplex, head?: Buffer) => {
      if (!isOwnRequest(request, hosts)) {
        refuse(output, 403);
        return;
      }
      // The page's own origin needs no CORS headers, which maildev sends to every origin.
      delete request.headers.origin;
      if ('setHeaders' in output) output.setHeaders(new Map(Object.entries(guardHeaders)));
      for (const listener of listeners) listener.call(server, request, output, head);
    });
  }
}

function refuse(output: ServerResponse | Duplex, status: number): void {
  if ('writeHead' in output)
    output.writeHead(status, { ...guardHeaders, ...plainText, connection: 'close' }).end(sentence(status));
  else output.end(rawAnswer(status, guardHeaders));
}
