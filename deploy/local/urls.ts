import type { Ports } from './ports.ts';

export const rabbitUser = 'downbeat';

type Given = {
  MONGO_URI?: string | undefined;
  REDIS_URL?: string | undefined;
  AMQP_URL?: string | undefined;
};

/** Where the servers behind the services are: those given by URI, and the ones started here for the rest. */
export type BackingUrls = {
  mongo: string;
  redis: string;
  amqp: string;
  /** Undefined for a broker that was given by its URI, which does not name the dashboard. */
  rabbitDashboard: string | undefined;
};

export function backingUrls(env: Given, ports: Ports, rabbitPassword: string): BackingUrls {
  const login = `${rabbitUser}:${encodeURIComponent(rabbitPassword)}`;
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

export type ServiceUrls = { authUrl: string; musicUrl: string; notificationUrl: string };

/** The base URLs of the services, as the page and other clients use them. */
export function serviceUrls(ports: Ports): ServiceUrls {
  const at = (port: number): string => `http://localhost:${port}`;
  return { authUrl: at(ports.auth), musicUrl: at(ports.music), notificationUrl: at(ports.notification) };
}
