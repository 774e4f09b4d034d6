import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import { withDeadline } from '../timers.ts';
import type { App } from './types.ts';
import { isUpgrade } from './upgrades.ts';

/** What a step can count on. */
export interface StepLimits {
  /** How long to wait for work in hand, in milliseconds: what remains of the phase is for breaking it off and closing. */
  graceMs: number;
  /** Aborts when the phase is over: nobody is interested in the step from then on. */
  over: AbortSignal;
}

/** One thing to stop. */
export interface ShutdownStep {
  name: string;
  stop(limits: StepLimits): Promise<void>;
}

/** Steps that stop at the same time, within a share (0 to 1) of the whole time limit. */
export interface Phase {
  name: string;
  share: number;
  steps: readonly ShutdownStep[];
}

/** Of its phase, what a step may spend on waiting for work in hand. */
const GRACE_SHARE = 2 / 3;

/**
 * Runs the phases one after the other. No step can hold up or break the shutdown: one that rejects or takes longer than
 * its phase's share of `limitMs` is logged, and the next phase begins.
 */
export async function closePhases(
  phases: readonly Phase[],
  limitMs: number,
  logger: FastifyBaseLogger,
): Promise<void> {
  for (const { name, share, steps } of phases) {
    const phaseMs = Math.round(limitMs * share);
    const over = new AbortController();
    const limits = { graceMs: Math.round(phaseMs * GRACE_SHARE), over: over.signal };
    const outcomes = await Promise.allSettled(
      steps.map(async (step) => withDeadline(step.stop(limits), phaseMs, `${name}: ${step.name}`)),
    );
    over.abort();
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        logger.error({ err: outcome.reason as unknown, phase: name }, 'could not stop in order');
    }
  }
}

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
