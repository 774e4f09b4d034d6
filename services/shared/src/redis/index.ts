export { type Cache, type CacheOptions, createCache } from './cache.ts';
export { connectRedis, type RedisConfig, type RedisConnection } from './connect.ts';
export { createRedisGuard, type RedisGuard } from './guard.ts';
export { redisKeys } from './keys.ts';
export { redisPlugin, type RedisPluginOptions } from './plugin.ts';
