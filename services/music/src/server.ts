import { loadConfig } from '@downbeat/shared/config';
import { runService } from '@downbeat/shared/lifecycle';
import { buildApp } from './app.ts';
import { Config } from './config.ts';

await runService({
  name: 'music',
  config: () => loadConfig(Config, { env: process.env, service: 'music' }),
  start: (config, logger) => buildApp(config, { logger }),
});
