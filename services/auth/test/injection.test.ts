import fc from 'fast-check';
import type { Document } from 'mongodb';
import t from 'tap';
import { build } from './kit/build.ts';
import { type OperationName, call, registerUser } from './kit/users.ts';

const OPERATORS = ['$where', '$function', '$regex', '$ne', '$in', '$expr', '$accumulator', '$rename'];
const CANARY = 'smuggled';

/** The paths in a command where an operator's name has the canary below it. */
const smuggled = (value: unknown, path = ''): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Document).flatMap(([key, below]) => {
    const here = OPERATORS.includes(key) && JSON.stringify(below).includes(CANARY) ? [`${path}.${key}`] : [];
    return [...here, ...smuggled(below, `${path}.${key}`)];
  });
};

t.test('sends no query operator of a client to the database', async (t) => {
  const { app } = await build(t);
  const { session } = await registerUser(app);
  // MongoDB's profiler records every command.
  await app.mongo.db.command({ profile: 2 });
  const operator = fc.constantFrom(...OPERATORS).map((name) => ({ [name]: CANARY }));
  const field = fc.oneof(operator, fc.array(operator), fc.constantFrom(...OPERATORS), fc.string());
  const hostile = fc.oneof(
    fc.record({ email: field, password: field }),
    fc.record({ email: field, password: field, displayName: field }),
    fc.record({ refreshToken: field }),
    fc.record({ code: field }),
    fc.record({ displayName: field }),
    operator,
    fc.object(),
  );
  const names = ['register', 'login', 'refresh', 'verifyEmail', 'updateMe', 'exchangeGoogleCode'] as const;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom<OperationName[]>(...names), hostile, async (name, body) => {
      const { statusCode } = await call(app, name, { body, token: session.accessToken });
      return statusCode < 500;
    }),
    { numRuns: 200 },
  );
  // A canary that does reach the database shows that the profiler records.
  await call(app, 'login', { body: { email: '$where@example.com', password: CANARY } });
  const commands = await app.mongo.db
    .collection('system.profile')
    .find({ ns: /accounts|codes|Tokens|Codes/ })
    .toArray();
  await app.mongo.db.command({ profile: 0 });
  t.ok(commands.some(({ command }) => JSON.stringify(command).includes('$where@example.com')));
  t.strictSame(
    commands.flatMap(({ command }) => smuggled(command)),
    [],
  );
});
