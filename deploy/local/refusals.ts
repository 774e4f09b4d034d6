import { type ServiceName, serviceNames } from './env.ts';
import { reasonOf } from './say.ts';
import { type ServiceEnvOptions, serviceEnv } from './services.ts';
import { EnvironmentRefused } from './supervised.ts';

type Reader = { readConfig: (env: Record<string, string>) => unknown };

// Imported only once a service has refused: a run that starts does not wait for it.
const readers: Record<ServiceName, () => Promise<Reader>> = {
  auth: () => import('../../services/auth/src/config.ts'),
  music: () => import('../../services/music/src/config.ts'),
  notification: () => import('../../services/notification/src/config.ts'),
};

const advice =
  'Each is set in services/<service>/.env, or in the shell with the service in front, as AUTH_LOG_LEVEL is.';

/** Everything that any service refuses of its environment, where the one that was tried first has said its part. */
export async function everyRefusal(
  first: EnvironmentRefused,
  options: ServiceEnvOptions,
): Promise<EnvironmentRefused> {
  const refusals: string[] = [];
  for (const service of serviceNames) {
    const { readConfig } = await readers[service]();
    try {
      readConfig(serviceEnv(service, options));
    } catch (error) {
      refusals.push(reasonOf(error));
    }
  }
  return refusals.length === 0 ? first : new EnvironmentRefused([...refusals, advice].join('\n'));
}
