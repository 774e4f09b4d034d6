export { bearerAuthenticator, type AccessTokenClaims } from './bearer.ts';
export { createApp, type AppOptions } from './create-app.ts';
export { parseMultipart, type MultipartLimits, type UploadedFile } from './multipart.ts';
export { holdsTag } from './entity-tags.ts';
export { fieldErrors } from './field-errors.ts';
export { compile } from './validation.ts';
export { originsOf } from './cors.ts';
export { correlationIdOf, requirePrincipal } from './principal.ts';
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
