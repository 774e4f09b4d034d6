import { Type, type TSchema } from '@sinclair/typebox';
import t from 'tap';
import { compile, fieldErrors } from '@downbeat/shared/validation';

const found = (schema: TSchema, value: unknown) => {
  const validate = compile(schema, 'exact');
  return validate(value) ? [] : fieldErrors(validate.errors ?? [], 'body');
};

const fault = (field: string, message: string) => ({ in: 'body', field, message });

const Id = Type.String({ format: 'uuid', pattern: '^[0-9a-f-]{36}$', description: 'UUID, in lower case.' });
const Ids = Type.Object({ ids: Type.Array(Id, { maxItems: 3 }) });
const told = 'must match: UUID, in lower case.';

void t.test('a text that breaks several rules gets one error, in the words of the contract', async (t) => {
  const Row = Type.Object({
    id: Id,
    name: Type.String({ minLength: 1, pattern: '\\S', description: 'Not only white space.' }),
    email: Type.String({ minLength: 3, format: 'email' }),
    cursor: Type.String({ minLength: 1, pattern: '^[A-Z]+$' }),
  });
  t.strictSame(found(Row, { id: '42', name: '', email: 'a', cursor: '' }), [
    fault('id', told),
    fault('name', 'must not be empty'),
    fault('email', 'must be an e-mail address'),
    fault('cursor', 'must not be empty'),
  ]);
  t.strictSame(found(Row, { id: 42, name: ' ', email: 'a@b.example', cursor: 'a' }), [
    fault('id', 'must be text'),
    fault('name', 'must match: Not only white space.'),
    fault('cursor', 'must match pattern "^[A-Z]+$"'),
  ]);
});

void t.test('the same rule broken in two places gets two errors', async (t) => {
  t.strictSame(found(Ids, { ids: ['1', '2'] }), [fault('ids.0', told), fault('ids.1', told)]);
  const [first, second] = [Type.Object({ id: Id }), Type.Object({ id: Id })];
  t.strictSame(found(Type.Object({ first, second }), { first: { id: '1' }, second: { id: '2' } }), [
    fault('first.id', told),
    fault('second.id', told),
  ]);
});

void t.test('an enum gets one error, at any depth', async (t) => {
  const kind = Type.Unsafe<string>({ type: 'string', enum: ['mug', 'glass'] });
  t.strictSame(
    found(Type.Object({ kind, kinds: Type.Array(kind) }), { kind: 'vase', kinds: ['mug', 'cup'] }),
    [fault('kind', 'must be one of mug, glass'), fault('kinds.1', 'must be one of mug, glass')],
  );
});

void t.test('a long list of invalid items gets 20 errors, quickly', async (t) => {
  const ids = Array.from({ length: 20_000 }, () => '');
  found(Ids, { ids });
  const begin = performance.now();
  const errors = found(Ids, { ids });
  const spent = performance.now() - begin;
  t.equal(errors.length, 20);
  t.strictSame(errors[0], fault('ids', 'must have at most 3 items'));
  t.ok(spent < 1000, `${Math.round(spent)} ms for 40,001 errors`);
});
