import { Type } from '@sinclair/typebox';
import { httpFragment, loadConfig, portFragment } from '@downbeat/shared/config';
import { createApp } from '@downbeat/shared/http';
import { runService } from '@downbeat/shared/lifecycle';

// A service for lifecycle.test.ts to run and kill. BEHAVIOUR selects how it fails.

const Schema = Type.Object({
  ...httpFragment,
  ...portFragment(0),
  BEHAVIOUR: Type.String({ description: 'what to do', default: '', examples: ['hang'] }),
});

const getSlow = {
  method: 'GET',
  url: '/slow',
  config: { operationId: 'getSlow', security: [] },
  schema: { operationId: 'getSlow', response: { 200: Type.Object({ done: Type.Boolean() }) } },
} as const;

await runService({
  name: 'test',
  config: () => loadConfig(Schema, { env: process.env, service: 'test' }),
  start: async (config, logger) => {
    if (config.BEHAVIOUR === 'no start') throw new Error('MongoDB at localhost did not answer');
    const app = await createApp({
      service: 'test',
      contract: new URL('http/contract.json', import.meta.url),
      operations: { getSlow },
      config,
      logger,
      authenticators: {},
    });
    const stopping = Promise.withResolvers<undefined>();
    app.route({
      ...getSlow,
      handler: async () => {
        logger.info('asked');
        await stopping.promise;
        return { done: true };
      },
    });
    // Ends the running request, so that it runs when the shutdown begins, however slow the machine is.
    app.atShutdown('sockets', 'slow request', async () => stopping.resolve(undefined));
    app.atShutdown('workers', 'relay', async () => logger.info('relay stopped'));
    app.addHook('onClose', async () => {
      if (config.BEHAVIOUR === 'hang') await new Promise(() => undefined);
      if (config.BEHAVIOUR === 'break') throw new Error('the database keeps its connection');
      logger.info('connections closed');
    });
    app.addHook('onListen', async () => {
      if (config.BEHAVIOUR === 'reject') void Promise.reject(new Error('forgotten'));
    });
    return app;
  },
});
