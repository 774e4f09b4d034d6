import { Type } from '@sinclair/typebox';
import t from 'tap';
import { compile, fieldErrors } from '@downbeat/shared/validation';

const query = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  offset: Type.Optional(Type.Integer()),
  rate: Type.Optional(Type.Number({ maximum: 4 })),
  q: Type.Optional(Type.String()),
});
const validate = compile(query, 'text');

t.test('plain decimals become numbers', async (t) => {
  const data = { limit: '20', offset: '-3', rate: '1.25', q: '1e2' };
  t.ok(validate(data));
  t.strictSame(data, { limit: 20, offset: -3, rate: 1.25, q: '1e2' });
});

const odd = [
  'Infinity',
  '-Infinity',
  '1e400',
  '1e2',
  '0x64',
  '100.0',
  '+1',
  ' 1',
  '',
  'NaN',
  '9'.repeat(400),
];

t.test(
  'everything else that JavaScript reads as a number is refused, so that no bound is bypassed',
  async (t) => {
    for (const text of odd) {
      t.notOk(validate({ limit: text, offset: text }), text);
      const faults = fieldErrors(validate.errors ?? [], 'query');
      t.strictSame(faults, [
        { in: 'query', field: 'limit', message: 'must be a whole number' },
        { in: 'query', field: 'offset', message: 'must be a whole number' },
      ]);
    }
    for (const text of odd.filter((each) => each !== '100.0')) t.notOk(validate({ rate: text }), text);
  },
);

t.test('JSON numbers are accepted as they are, but not infinite ones', async (t) => {
  const body = compile(query, 'exact');
  t.notOk(body(JSON.parse('{ "offset": 1e400 }')));
  t.notOk(body(JSON.parse('{ "rate": -1e400 }')));
  t.ok(body(JSON.parse('{ "offset": 1e2 }')));
});
