import { runService } from '@downbeat/shared/lifecycle';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';

await runService({ name: 'notification', config: () => readConfig(process.env), start: buildApp });
