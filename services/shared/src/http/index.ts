export { bearerAuthenticator, type AccessTokenClaims } from './bearer.ts';
export { createApp, type AppOptions } from './create-app.ts';
export { parseMultipart, type MultipartLimits, type UploadedFile } from './multipart.ts';
export { holdsTag } from './entity-tags.ts';
export { originsOf } from './cors.ts';
export { requirePrincipal } from './principal.ts';
export type {
  App,
  Authenticator,
  Authenticators,
  HttpConfig,
  MultipartContract,
  Operation,
  OperationTable,
  Principal,
  Role,
  SecurityRequirement,
} from './types.ts';
