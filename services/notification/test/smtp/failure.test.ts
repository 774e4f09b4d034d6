import t from 'tap';
import { asDeliveryFailure } from '../../src/smtp/failure.ts';

t.test('a reason is one line of whole characters, with six-digit numbers masked', async (t) => {
  const said = `no\r\nmail 123456 ${'x'.repeat(284)}😀 and more`;
  const { message, kind } = asDeliveryFailure(new Error(said), false);
  t.equal(message, `no mail ****** ${'x'.repeat(284)}😀`);
  t.equal(kind, 'unreachable');
});
