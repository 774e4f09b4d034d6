import type { FastifyInstance } from 'fastify';

/** One server that the service depends on, as `/readyz` reports it. */
export interface ReadinessCheck {
  name: string;
  /** Whether the service cannot serve without it. */
  required: boolean;
  /** Rejects with the reason when the server cannot be used. It has 2 s. */
  check(): Promise<unknown>;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/readyz` checks. */
    readinessChecks: ReadinessCheck[];
  }
}

/** Adds to what `/readyz` reports. An app without `/readyz` (in a test) is left as it is. */
export function addReadinessCheck(
  app: Pick<FastifyInstance, 'hasDecorator' | 'getDecorator'>,
  check: ReadinessCheck,
): void {
  if (app.hasDecorator('readinessChecks')) app.getDecorator<ReadinessCheck[]>('readinessChecks').push(check);
}
