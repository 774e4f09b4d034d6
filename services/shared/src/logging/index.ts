export { createLogger, markBound, type Logger } from './create-logger.ts';
export {
  currentContext,
  currentCorrelationId,
  runWithContext,
  type RequestContext,
} from './request-context.ts';
export { pathOf, safeUrl } from './safe-url.ts';
