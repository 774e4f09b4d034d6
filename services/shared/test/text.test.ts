import fc from 'fast-check';
import t from 'tap';
import { firstCharacters, lengthOf } from '@downbeat/shared/text';

t.test('firstCharacters never cuts a character in half', async (t) => {
  t.equal(firstCharacters(`a${'😀'.repeat(79)}`, 50), `a${'😀'.repeat(49)}`);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, most) => {
      const cut = firstCharacters(text, most);
      return cut.isWellFormed() && text.startsWith(cut) && lengthOf(cut) === Math.min(most, lengthOf(text));
    }),
  );
});
