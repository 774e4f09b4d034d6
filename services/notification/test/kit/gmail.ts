import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { startSmtp, type SmtpFixture } from './smtp.ts';

export const account = {
  user: 'downbeat@gmail.com',
  clientId: 'client-id',
  clientSecret: 'client-secret',
  refreshToken: 'refresh-token',
};

export interface GmailFixture {
  tokenUrl: string;
  smtp: SmtpFixture;
  /** The forms that were posted to the token endpoint. */
  tokenRequests: Record<string, string>[];
  /** Invalidates the access tokens issued so far. */
  revokeTokens(): void;
}

/** Starts a token endpoint like Google's (RFC 6749 section 6) and an SMTP server with SASL XOAUTH2 like Gmail's. */
export async function startGmail(t: Test): Promise<GmailFixture> {
  const tokenRequests: Record<string, string>[] = [];
  const valid = new Set<string>();
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const form = Object.fromEntries(new URLSearchParams(body));
      tokenRequests.push(form);
      const known =
        form['refresh_token'] === account.refreshToken && form['client_secret'] === account.clientSecret;
      response.writeHead(known ? 200 : 400, { 'content-type': 'application/json' });
      if (!known) return response.end('{"error":"invalid_grant","error_description":"Bad Request"}');
      const token = `ya29.${tokenRequests.length}`;
      valid.add(token);
      return response.end(JSON.stringify({ access_token: token, expires_in: 3599, token_type: 'Bearer' }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const smtp = await startSmtp(t, {
    authMethods: ['XOAUTH2'],
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, accessToken }, _session, callback) {
      if (username === account.user && accessToken && valid.has(accessToken)) {
        callback(null, { user: username });
        return;
      }
      // Gmail first answers 334 with the reason, and 535 when the client sends an empty response.
      callback(null, {
        data: { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' },
      });
    },
  });
  const { port } = server.address() as AddressInfo;
  return {
    tokenUrl: `http://127.0.0.1:${port}/token`,
    smtp,
    tokenRequests,
    revokeTokens: () => valid.clear(),
  };
}
