import type { Test } from 'tap';
import { Downbeat } from '../../src/index.ts';
import { service, tokens, type Reply, type Sent } from './service.ts';

/** The answer to an upload. */
export const created: Reply = { status: 201, json: { id: 't1', title: 'Harbour' } };

/** A client that is signed in, of a service that answers uploads as the test says. */
export async function artist(t: Test, answer: (sent: Sent) => Reply | Promise<Reply> = () => created) {
  const { url, sent } = await service(t, (one) => {
    if (one.url.endsWith('/login')) return tokens('one');
    return one.url.endsWith('/refresh') ? tokens('two') : answer(one);
  });
  const client = new Downbeat({ authUrl: url, musicUrl: url });
  await client.auth.login({ email: 'ada@example.org', password: 'correct horse' });
  sent.length = 0;
  return { client, sent };
}
