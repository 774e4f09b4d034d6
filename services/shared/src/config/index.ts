export { checked, type Refusal } from './checked.ts';
export { ConfigError, type ConfigFault } from './config-error.ts';
export {
  httpFragment,
  jwtFragment,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
} from './fragments.ts';
export { loadConfig, type Environment } from './load-config.ts';
export { allOrNone, type Reading, type Rule } from './rules.ts';
export { issuedSecret, secret, uriWithCredentials } from './secrets.ts';
export { httpUrl, isHttpUrl } from './urls.ts';
