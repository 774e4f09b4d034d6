export {
  checked,
  httpUrl,
  isHttpUrl,
  isLoopback,
  issuedSecret,
  publicUrl,
  secret,
  uriWithCredentials,
} from './checks.ts';
export type { Refusal } from './checks.ts';
export { ConfigError, type ConfigFault } from './config-error.ts';
export {
  httpFragment,
  jwtFragment,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
} from './fragments.ts';
export { allOrNone, type Environment, loadConfig, type Reading, type Rule } from './load-config.ts';
