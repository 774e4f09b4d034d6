export { bearerAuthenticator, type AccessTokenClaims } from './bearer.ts';
export { createApp, type AppOptions } from './create-app.ts';
export { parseMultipart, type MultipartLimits, type UploadedFile } from './multipart.ts';
export { sendProblem, toProblemError } from './error-handler.ts';
export { compile, fieldErrors, validationFailed } from './validation.ts';
export { currentCorrelationId } from '../logging/index.ts';
export { originsOf } from './cors.ts';
export { correlationIdOf, requirePrincipal } from './principal.ts';
export type { RateLimitOptions } from './rate-limit.ts';
export type { RegisteredRoute } from './route-guard.ts';
export type {
  App,
  Authenticator,
  Authenticators,
  Dependency,
  HttpConfig,
  MultipartContract,
  Operation,
  OperationTable,
  Principal,
  Role,
  SecurityRequirement,
} from './types.ts';
