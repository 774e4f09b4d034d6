export {
  checked,
  httpUrl,
  isHttpUrl,
  isLoopback,
  issuedSecret,
  secret,
  uriWithCredentials,
} from './checks.ts';
export {
  httpFragment,
  jwtFragment,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
} from './fragments.ts';
export {
  allOrNone,
  ConfigError,
  type Environment,
  loadConfig,
  type Reading,
  type Rule,
} from './load-config.ts';
