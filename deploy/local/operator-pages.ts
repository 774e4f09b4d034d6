// The pages of other projects that a run publishes: the mail catcher (maildev, in this process) and RabbitMQ's dashboard
// (forwarded). Neither of them checks who asks: maildev answers every web page of the browser. So both answer only here,
// behind exact checks of Host and Origin. `node operator-pages.ts`, with these variables:
//   SMTP_PORT, INBOX_PORT            the mail server and its page; MAIL_DIR keeps the mails, else they are in memory
//   DASHBOARD_PORT, DASHBOARD_URL    where the dashboard is published, and where it is; none of them: no dashboard
//   PUBLIC_HOST                      host names beside those of loopback, separated by commas
//   HTTP_HOST                        the IP to listen on
import httpProxy from '@fastify/http-proxy';
import Fastify from 'fastify';
import { MailDev } from 'maildev';
import { guardServer, pageHosts } from './page-guard.ts';

const MAX_MAILS = 5_000;
const PROXY_TIMEOUT_MS = 30_000;

type Env = Record<string, string | undefined>;

async function startMailCatcher(env: Env, host: string, hosts: ReadonlySet<string>): Promise<void> {
  const catcher = new MailDev({
    smtp: Number(env.SMTP_PORT),
    ip: host,
    web: Number(env.INBOX_PORT),
    webIp: host,
    maxEmails: MAX_MAILS,
    ...(env.MAIL_DIR && { mailDirectory: env.MAIL_DIR }),
  });
  const { api } = await catcher.start();
  if (api) guardServer(api.server.server, hosts);
}

async function startDashboard(env: Env, host: string, hosts: ReadonlySet<string>): Promise<void> {
  if (!env.DASHBOARD_URL) return;
  const app = Fastify();
  const undici = { headersTimeout: PROXY_TIMEOUT_MS, bodyTimeout: PROXY_TIMEOUT_MS };
  await app.register(httpProxy, { upstream: env.DASHBOARD_URL, undici });
  guardServer(app.server, hosts);
  await app.listen({ port: Number(env.DASHBOARD_PORT), host });
}

// The mails hold one-time codes: no other user of the machine reads them.
process.umask(0o077);
process.once('SIGTERM', () => process.exit(0));
const { env } = process;
const hosts = pageHosts(env.PUBLIC_HOST);
const host = env.HTTP_HOST ?? '127.0.0.1';
await Promise.all([startMailCatcher(env, host, hosts), startDashboard(env, host, hosts)]);
