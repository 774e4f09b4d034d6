import t, { type Test } from 'tap';
import { createGmailTransport } from '../../src/smtp/mail-server.ts';
import { account, startGmail, type GmailFixture } from '../kit/gmail.ts';

const limits = { sendTimeoutMs: 10_000, connections: 2 };
const mail = {
  from: account.user,
  to: 'ada@example.com',
  message: Buffer.from('Subject: x\r\n\r\nhello\r\n'),
};
const soon = () => ({ signal: AbortSignal.timeout(15_000) });

function transportTo(t: Test, gmail: GmailFixture, changes = {}) {
  const urls = { tokenUrl: gmail.tokenUrl, smtpUrl: gmail.smtp.url };
  const transport = createGmailTransport({ ...account, ...urls, ...changes }, limits);
  t.teardown(() => transport.close());
  return transport;
}

t.test(
  'a refresh token that Google rejects makes the server unreachable, not the mail permanent',
  async (t) => {
    const gmail = await startGmail(t);
    const transport = transportTo(t, gmail, { refreshToken: 'revoked-refresh-token' });
    await t.rejects(transport.send(mail, soon()), {
      name: 'DeliveryError',
      kind: 'unreachable',
      maybeAccepted: false,
      message: 'EAUTH AUTH XOAUTH2 invalid_grant: Bad Request',
    });
    t.equal(gmail.smtp.received.length, 0);
  },
);

t.test('fails when the token endpoint is away', async (t) => {
  const gmail = await startGmail(t);
  const transport = transportTo(t, gmail, { tokenUrl: 'http://127.0.0.1:1/token' });
  await t.rejects(transport.verify(), { name: 'DeliveryError', message: /ECONNREFUSED/ });
});

t.test('signs in with an access token and sends', async (t) => {
  const gmail = await startGmail(t);
  const transport = transportTo(t, gmail);
  t.equal(await transport.send(mail, soon()), '250 OK');
  t.strictSame(gmail.tokenRequests, [
    {
      client_id: 'client-id',
      client_secret: 'client-secret',
      refresh_token: 'refresh-token',
      grant_type: 'refresh_token',
    },
  ]);
  t.match(gmail.smtp.received, [{ from: account.user, to: ['ada@example.com'] }]);
});

t.test('shares one access token between all connections', async (t) => {
  const gmail = await startGmail(t);
  const transport = transportTo(t, gmail);
  await Promise.all(Array.from({ length: 6 }, () => transport.send(mail, soon())));
  await transport.verify();
  t.equal(gmail.smtp.received.length, 6);
  t.equal(gmail.tokenRequests.length, 1);
});

t.test('renews an access token that Gmail rejects', async (t) => {
  const gmail = await startGmail(t);
  const transport = transportTo(t, gmail);
  await transport.verify();
  gmail.revokeTokens();
  t.equal(await transport.send(mail, soon()), '250 OK');
  t.equal(gmail.tokenRequests.length, 2);
});
