import { setTimeout as delay } from 'node:timers/promises';
import { closePhases, type Phase, type ShutdownStep } from '../lifecycle/phases.ts';
import type { App } from './types.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Adds a step to the shutdown. `sockets`: close WebSockets with 1012, while requests still run. `workers`: stop
     * relays and consumers, when no request runs any more. Connections close after both, by `onClose` hooks.
     */
    atShutdown(phase: 'sockets' | 'workers', name: string, stop: () => Promise<void>): void;
  }
}

const POLL_MS = 10;

/** Stops listening; new connections are refused, running requests go on. */
function stopAccepting(app: App): void {
  if (app.server.listening) app.server.close();
}

async function drained(inFlight: () => number): Promise<void> {
  while (inFlight() > 0) await delay(POLL_MS);
}

function countRequests(app: App): () => number {
  let running = 0;
  app.addHook('onRequest', (request, reply, done) => {
    // Sockets have a phase of their own.
    if (request.headers.upgrade === undefined) {
      running += 1;
      reply.raw.once('close', () => (running -= 1));
    }
    done();
  });
  return () => running;
}

/**
 * Closing in phases, each with a share of the time limit: stop accepting, close sockets, drain requests, stop workers;
 * then the `onClose` hooks close the connections. A step that fails or takes too long is logged and left behind.
 */
export function closeInPhases(app: App, limitMs: number): void {
  const steps: Record<'sockets' | 'workers', ShutdownStep[]> = { sockets: [], workers: [] };
  const inFlight = countRequests(app);
  app.decorate('atShutdown', (phase: 'sockets' | 'workers', name: string, stop: () => Promise<void>) => {
    steps[phase].push({ name, stop });
  });
  app.addHook('preClose', async () => {
    const phases: Phase[] = [
      { name: 'accepting', share: 0.05, steps: [{ name: 'listener', stop: async () => stopAccepting(app) }] },
      { name: 'sockets', share: 0.2, steps: steps.sockets },
      { name: 'requests', share: 0.4, steps: [{ name: 'requests', stop: () => drained(inFlight) }] },
      { name: 'workers', share: 0.2, steps: steps.workers },
    ];
    await closePhases(phases, limitMs, app.log);
    app.server.closeAllConnections();
  });
}
