import { Type } from '@sinclair/typebox';
import {
  type App,
  type AppOptions,
  type Authenticators,
  bearerAuthenticator,
  createApp,
  type OperationTable,
  type Principal,
} from '@downbeat/shared/http';
import { createLogger, type Logger } from '@downbeat/shared/logging';

export const JWT_SECRET = 'q8Zr1vKx0TnB5yLw9sHd3mJc7pFg2aUe';

/** The part of tap's `t` that is used here. */
interface Teardown {
  teardown(work: () => Promise<unknown>): void;
}

export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri-reference' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' }),
    detail: Type.Optional(Type.String()),
    instance: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          { in: Type.String(), field: Type.String(), message: Type.String() },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { additionalProperties: false },
);

export const problems = {
  default: { content: { 'application/problem+json': { schema: Problem } } },
} as const;

/** A route with a JSON body. */
export const addNote = {
  method: 'POST',
  url: '/notes',
  config: { operationId: 'addNote', security: [] },
  schema: {
    operationId: 'addNote',
    body: Type.Object({ text: Type.String() }),
    response: { 200: Type.Object({ text: Type.String() }), ...problems },
  },
} as const;

/** For routes that answer 304. */
export const unchanged = { 304: Type.Unsafe<undefined>({ type: 'null' }) } as const;

const text = (media: string) => ({ 200: { content: { [media]: { schema: Type.String() } } }, ...problems });

const infrastructure = <const Id extends string>(operationId: Id, url: string, response: object) => ({
  [operationId]: {
    method: 'GET' as const,
    url,
    config: { operationId, security: [] },
    schema: { operationId, response },
  },
});

const Dependencies = Type.Record(
  Type.String(),
  Type.Object({ state: Type.String(), required: Type.Boolean(), error: Type.Optional(Type.String()) }),
);

const Readiness = Type.Object({
  status: Type.String(),
  service: Type.String(),
  dependencies: Dependencies,
});

/** The routes that every service has. */
export const infrastructureOperations: OperationTable = {
  ...infrastructure('getHealth', '/healthz', {
    200: Type.Object({
      status: Type.Literal('ok'),
      service: Type.String(),
      uptimeSeconds: Type.Number(),
    }),
    ...problems,
  }),
  ...infrastructure('getReadiness', '/readyz', { 200: Readiness, 503: Readiness, ...problems }),
  ...infrastructure('getMetrics', '/metrics', text('text/plain')),
  ...infrastructure('getOpenapiJson', '/openapi.json', { 200: Type.Object({}), ...unchanged, ...problems }),
  ...infrastructure('getOpenapiYaml', '/openapi.yaml', { ...unchanged, ...text('application/yaml') }),
  ...infrastructure('getDocs', '/docs', { ...unchanged, ...text('text/html') }),
};

/** The file of a small contract. */
export const contract = new URL('contract.json', import.meta.url);

export const config = {
  NODE_ENV: 'test',
  CORS_ORIGINS: 'https://app.example.com, http://localhost:4003',
  TRUST_PROXY: '',
  LOG_LEVEL: 'info',
  SHUTDOWN_TIMEOUT_MS: 2_000,
  MAX_CONNECTIONS: 100,
};

export const bearer = bearerAuthenticator({
  jwtSecret: JWT_SECRET,
  revocations: {
    isRevoked: async (authSessionId) => authSessionId === 'revoked',
    recentAnswer: () => null,
  },
});

export const listener: Principal = {
  userId: 'u1',
  authSessionId: 's1',
  role: 'listener',
  displayName: 'Lis',
  emailVerified: true,
  tokenExpiresAt: new Date('2030-01-01T00:00:00Z'),
};

/** A service's real logger, and its lines, parsed. */
export function logged(level = 'trace'): {
  logger: Logger;
  lines: Record<string, unknown>[];
  text(): string;
} {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger(
    'test',
    { LOG_LEVEL: level },
    { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { logger, lines, text: () => JSON.stringify(lines) };
}

/** An app with the infrastructure routes and those of `operations`; `register` adds the handlers. */
export async function build(
  t: Teardown,
  operations: OperationTable,
  register: (app: App) => void,
  options: Partial<AppOptions> & { authenticators?: Authenticators } = {},
): Promise<App> {
  const app = await createApp({
    service: 'test',
    contract,
    operations: { ...infrastructureOperations, ...operations },
    config,
    authenticators: { bearer },
    logger: logged('silent').logger,
    ...options,
  });
  t.teardown(() => app.close());
  register(app);
  await app.ready();
  return app;
}

/** Listens on a free port and returns its URL. */
export async function listen(app: App): Promise<{ url: string; port: number }> {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, port: Number(new URL(url).port) };
}

/** The whole body of a problem, for assertions. */
export function problem(
  status: number,
  code: string,
  title: string,
  instance: string,
  more: object = {},
): object {
  return {
    type: `https://downbeat.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    instance,
    requestId: 'request-1',
    ...more,
  };
}

/** Headers that make answers predictable. */
export const asked = { 'x-request-id': 'request-1' };

/** An access token of this user. */
export function tokenOf(app: App, claims: object = {}, options: object = { expiresIn: '1m' }): string {
  return app.jwt.sign(
    { sub: 'u1', sid: 's1', role: 'listener', name: 'Lis', email_verified: true, jti: 'j1', ...claims },
    options,
  );
}
