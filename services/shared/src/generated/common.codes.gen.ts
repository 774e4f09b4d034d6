// Generated from openapi/common.yaml. Do not edit: change the contract, then run `make generate`.

/** Any operation may answer these. */
export const commonCodes = [
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'EXPECTATION_FAILED',
  'FORBIDDEN',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
  'MALFORMED_JSON',
  'PRECONDITION_FAILED',
  'RATE_LIMITED',
  'REQUEST_TIMEOUT',
  'TIMEOUT',
  'UNAVAILABLE',
  'UNSUPPORTED_MEDIA_TYPE',
  'URI_TOO_LONG',
] as const;
