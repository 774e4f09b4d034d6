export {
  checked,
  httpUrl,
  isHttpUrl,
  isLoopback,
  issuedSecret,
  secret,
  uriWithCredentials,
} from './checks.ts';
export { ConfigError } from './config-error.ts';
export {
  httpFragment,
  jwtFragment,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
} from './fragments.ts';
export { allOrNone, type Environment, loadConfig, type Reading, type Rule } from './load-config.ts';
