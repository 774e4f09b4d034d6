export { bearerAuthenticator, type AccessTokenClaims } from './bearer.ts';
export { createApp, type AppOptions } from './create-app.ts';
export { correlationIdOf, requirePrincipal } from './principal.ts';
export type {
  App,
  Authenticator,
  Authenticators,
  Dependency,
  HttpConfig,
  Operation,
  OperationTable,
  Principal,
  Role,
  SecurityRequirement,
} from './types.ts';
