import type { FastifyInstance } from 'fastify';
import type { Dependency } from './dependency.ts';

/** Adds to what `/readyz` reports. Outside an app of the factory (in a test) there is nothing to add to. */
export function contribute(app: FastifyInstance, dependency: Dependency): void {
  if (app.hasDecorator('dependencies')) app.getDecorator<Dependency[]>('dependencies').push(dependency);
}
