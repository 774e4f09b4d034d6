import { type TProperties, Type } from '@sinclair/typebox';
import { secret, uriWithCredentials } from './checks.ts';

/** The variables that `createApp` and `runService` read. */
export const httpFragment = {
  NODE_ENV: Type.String({
    description: 'production switches the checks of secrets on',
    enum: ['production', 'development', 'test'],
    default: 'development',
    examples: ['production'],
  }),
  HTTP_HOST: Type.String({
    description: 'IP or host name to listen on',
    default: '127.0.0.1',
    minLength: 1,
    examples: ['0.0.0.0'],
  }),
  LOG_LEVEL: Type.String({
    description: 'least important log line to write',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    examples: ['info'],
  }),
  CORS_ORIGINS: Type.String({
    description:
      'origins of web pages that may call this service, separated by commas; each exact, with no path',
    pattern: '^(https?://[^/,*\\s]+(,\\s*https?://[^/,*\\s]+)*)?$',
    default: '',
    examples: ['http://localhost:4003,https://app.example.com'],
  }),
  TRUST_PROXY: Type.String({
    description:
      'how many proxies every request passes, or their IPs or CIDR ranges, separated by commas; their X-Forwarded-* headers are trusted. A client within a range could choose its own IP',
    pattern: '^([1-9]|[0-9a-fA-F.:]+(/\\d{1,3})?(,\\s*[0-9a-fA-F.:]+(/\\d{1,3})?)*)?$',
    default: '',
    examples: ['1'],
  }),
  SHUTDOWN_TIMEOUT_MS: Type.Integer({
    description: 'milliseconds from the stop signal until the process exits',
    minimum: 100,
    maximum: 60_000,
    default: 9_000,
    examples: [9_000],
  }),
  MAX_CONNECTIONS: Type.Integer({
    description: 'connections at once, WebSockets included; more are closed at once',
    minimum: 1,
    maximum: 1_000_000,
    default: 4_096,
    examples: [10_000],
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      description:
        'URL at which clients reach this service, for its contract; http://localhost with its port by default',
      pattern: '^https?://[^/?#\\s]+(/[^/?#\\s]+)*$',
      examples: ['https://music.example.com'],
    }),
  ),
  PROBLEM_BASE_URL: Type.Optional(
    Type.String({
      description:
        'URL below which the types of problems are, e.g. /problems of this service; https://downbeat.dev/problems by default',
      pattern: '^https?://[^/?#\\s]+(/[^/?#\\s]+)*$',
      examples: ['https://api.example.com/problems'],
    }),
  ),
  METRICS_TOKEN: Type.Optional(
    secret({
      description: 'bearer token that /metrics asks for; without it /metrics answers only on this machine',
      examples: ['the output of: openssl rand -base64 48'],
    }),
  ),
} satisfies TProperties;

/** The port, whose default differs by service. */
export function portFragment(defaultPort: number) {
  return {
    PORT: Type.Integer({
      description: 'TCP port to listen on; 0 takes a free one',
      minimum: 0,
      maximum: 65_535,
      default: defaultPort,
      examples: [defaultPort],
    }),
  } satisfies TProperties;
}

/** The URL of MongoDB. */
export const mongoFragment = {
  MONGO_URI: uriWithCredentials({
    description: 'MongoDB connection string of a replica set, with the database of this service',
    pattern: '^mongodb(\\+srv)?://.+',
    examples: ['mongodb://localhost:27017/<database>?replicaSet=rs0'],
  }),
} satisfies TProperties;

/** The URL of Redis. */
export const redisFragment = {
  REDIS_URL: uriWithCredentials({
    description: 'Redis URL',
    pattern: '^rediss?://.+',
    default: 'redis://127.0.0.1:6379',
    examples: ['redis://localhost:6379'],
  }),
} satisfies TProperties;

/** The URL of RabbitMQ. */
export const rabbitFragment = {
  AMQP_URL: uriWithCredentials({
    description: 'RabbitMQ URL',
    pattern: '^amqps?://.+',
    default: 'amqp://127.0.0.1:5672',
    examples: ['amqp://user:password@localhost:5672'],
  }),
} satisfies TProperties;

/** The secret of access tokens. */
export const jwtFragment = {
  JWT_SECRET: secret({
    description: 'secret that signs access tokens; the same in every service',
    examples: ['the output of: openssl rand -base64 48'],
  }),
} satisfies TProperties;
