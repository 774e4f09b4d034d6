import { safeUrl } from './safe-url.ts';

interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

// Only these members: drivers hang whole commands, and Ajv whole bodies, on their errors.
function describe(error: Error, depth: number): LoggedError {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause instanceof Error && depth < 5 ? { cause: describe(error.cause, depth + 1) } : {}),
  };
}

/** An error for logs; anything that was thrown and is not an error becomes its kind only. */
function err(error: unknown): LoggedError {
  if (error instanceof Error) return describe(error, 0);
  return { type: 'NonError', message: `something that is not an Error was thrown: ${typeof error}` };
}

/** A request for logs: no headers, no body, and the URL without sensitive values. */
function req(request: { method: string; url: string; ip?: string }): object {
  return { method: request.method, url: safeUrl(request.url), remoteAddress: request.ip };
}

function res(reply: { statusCode: number }): object {
  return { statusCode: reply.statusCode };
}

/** How pino writes `err`, `req` and `res`. */
export const serializers = { err, error: err, req, res };
