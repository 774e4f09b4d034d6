import t from 'tap';
import { parkedHeaders, retryHeaders } from '../../src/messaging/headers.ts';

t.test('a reason is cut between characters, never in the middle of one', async (t) => {
  const reason = `${'x'.repeat(999)}😀 and more`;
  const cut = { 'x-downbeat-attempts': 2, 'x-downbeat-reason': `${'x'.repeat(999)}😀` };
  t.strictSame(retryHeaders(2, reason), cut);
  t.match(parkedHeaders(2, reason), cut);
});
