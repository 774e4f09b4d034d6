import { runService } from '@downbeat/shared/lifecycle';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';

await runService({
  name: 'music',
  config: () => readConfig(process.env),
  start: (config, logger) => buildApp(config, { logger }),
});
