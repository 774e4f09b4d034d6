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
export { secret, uriWithCredentials } from './secrets.ts';
