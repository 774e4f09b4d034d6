export { type AppOptions, createApp } from './app.ts';
export { bearerAuthenticator } from './bearer.ts';
export { etagMatches } from './caching.ts';
export { createOriginFilter, type OriginFilter } from './cors.ts';
export { type Creation, creationOf, requireSameForm } from './idempotency.ts';
export { ifMatchHolds, type StateCondition, stateCondition, stateTag } from './preconditions.ts';
export { createRecentPrincipals, type Revocations } from './recent-principals.ts';
export { networkOf } from './rate-limit.ts';
export { linkNext } from './link-next.ts';
export { parseMultipart, type UploadedFile } from './multipart.ts';
export {
  type App,
  type Authenticator,
  type Authenticators,
  type Operation,
  type OperationTable,
  type Principal,
  requirePrincipal,
  type Role,
  type CallerRole,
  type SecurityRequirement,
} from './types.ts';
