import type { Env } from './env.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';

export const rabbitUser = 'downbeat';

/** Where the backing servers of a run are: those given by URI, and for the rest the ones started here. */
export type Addresses = {
  mongo: string;
  redis: string;
  amqp: string;
  /** Undefined for a broker that was given by its URI, which does not tell. */
  rabbitDashboard: string | undefined;
};

export function chooseAddresses(env: Env, ports: Ports, secrets: Pick<Secrets, 'rabbitPassword'>): Addresses {
  const login = `${rabbitUser}:${encodeURIComponent(secrets.rabbitPassword)}`;
  return {
    mongo: env.MONGO_URI || `mongodb://127.0.0.1:${ports.mongo}/?replicaSet=rs0&directConnection=true`,
    redis: env.REDIS_URL || `redis://127.0.0.1:${ports.redis}`,
    amqp: env.AMQP_URL || `amqp://${login}@127.0.0.1:${ports.amqp}`,
    rabbitDashboard: env.AMQP_URL ? undefined : `http://127.0.0.1:${ports.rabbitDashboard}`,
  };
}

/**
 * One database per service on the same server: `mongodb://host/` and auth make `mongodb://host/downbeat-auth`; a name
 * in the URI takes the place of `downbeat`.
 */
export function databaseUri(mongoUri: string, service: string): string {
  const match = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(\?.*)?$/.exec(mongoUri);
  if (!match) throw new Error(`MONGO_URI must look like mongodb://host:port/, but it is "${mongoUri}".`);
  const [, server = '', name = '', query = ''] = match;
  return `${server}/${name || 'downbeat'}-${service}${query}`;
}
