import t from 'tap';
import { retryHeaders } from '../../src/messaging/retry-or-park.ts';

t.test('a reason is cut between characters, never in the middle of one', async (t) => {
  const reason = `${'x'.repeat(999)}😀 and more`;
  t.strictSame(retryHeaders(2, reason), {
    'x-downbeat-attempts': 2,
    'x-downbeat-reason': `${'x'.repeat(999)}😀`,
  });
});
