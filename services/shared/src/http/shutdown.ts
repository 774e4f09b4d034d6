import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { closePhases, type Phase, type ShutdownStep } from '../lifecycle/phases.ts';
import type { App } from './types.ts';
import { isUpgrade } from './upgrades.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Adds a step to the shutdown. `sockets`: close WebSockets with 1012, while requests still run. `workers`: stop
     * relays and consumers, when no request runs any more. Connections close after both, by `onClose` hooks. `stop` is
     * told how long it may wait for work in hand.
     */
    atShutdown(phase: 'sockets' | 'workers', name: string, stop: ShutdownStep['stop']): void;
  }
}

const POLL_MS = 10;

/**
 * How often open connections are looked at before those without a request are closed: 0.2 s. Counted in turns, not in
 * time, because a busy process has not yet read what arrived while it was busy.
 */
const GRACE_TURNS = 20;

/** Ends with its phase at the latest: nobody waits for it after that. */
async function waitWhile(
  busy: () => boolean | Promise<boolean>,
  over: AbortSignal,
  turns = Infinity,
): Promise<void> {
  for (let turn = 0; turn < turns && !over.aborted && (await busy()); turn += 1) await delay(POLL_MS);
}

/**
 * Refuses new connections at once. Open ones get a moment: what arrives on them is answered with `Connection: close`,
 * where Node's own `close` would reset a connection whose request is still on its way. (net's close, for that reason.)
 */
async function stopAccepting({ server }: App, over: AbortSignal): Promise<void> {
  if (!server.listening) return;
  NetServer.prototype.close.call(server);
  const connected = promisify(server.getConnections.bind(server));
  await waitWhile(async () => (await connected()) > 0, over, GRACE_TURNS);
  server.closeIdleConnections();
}

function countRequests(app: App): () => number {
  let running = 0;
  app.addHook('onRequest', (request, reply, done) => {
    // Sockets have a phase of their own.
    if (!isUpgrade(request.raw)) {
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
  app.decorate('atShutdown', (phase: 'sockets' | 'workers', name: string, stop: ShutdownStep['stop']) => {
    steps[phase].push({ name, stop });
  });
  app.addHook('preClose', async () => {
    const phases: Phase[] = [
      {
        name: 'accepting',
        share: 0.1,
        steps: [{ name: 'listener', stop: ({ over }) => stopAccepting(app, over) }],
      },
      { name: 'sockets', share: 0.2, steps: steps.sockets },
      {
        name: 'requests',
        share: 0.4,
        steps: [{ name: 'requests', stop: ({ over }) => waitWhile(() => inFlight() > 0, over) }],
      },
      { name: 'workers', share: 0.2, steps: steps.workers },
    ];
    await closePhases(phases, limitMs, app.log);
    app.server.closeAllConnections();
  });
}
