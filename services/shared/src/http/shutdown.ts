import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Logger } from '../logging.ts';
import { withDeadline } from '../timers.ts';
import type { App } from './types.ts';

/** The time limits of a step. */
export interface StepLimits {
  /** How long to wait for work in hand, in milliseconds; the rest of the phase is for aborting it and closing. */
  graceMs: number;
  /** Aborts when the phase is over and the shutdown no longer waits for the step. */
  over: AbortSignal;
}

/** One thing to stop. */
export interface ShutdownStep {
  name: string;
  stop(limits: StepLimits): Promise<void>;
}

/** Steps that stop at the same time. */
export interface Phase {
  name: string;
  /** When the phase ends at the latest: a share (0 to 1) of the whole time limit. What a phase does not need, the next has. */
  until: number;
  steps: readonly ShutdownStep[];
}

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * The first step, before `close`: /readyz says that the service stops, and requests are accepted for a moment longer,
     * because a gateway still sends them. Ends early when no client is connected.
     */
    announceStop(): Promise<void>;
    /**
     * Adds a step to the shutdown. `sockets`: close WebSockets with 1012, while requests still run. `workers`: stop
     * relays and consumers, when no request runs any more. Connections close after both, by `onClose` hooks.
     */
    atShutdown(phase: 'sockets' | 'workers', name: string, stop: ShutdownStep['stop']): void;
  }
}

/** The part of the whole time limit in which /readyz says that the service stops, and requests are still accepted. */
const ANNOUNCE_SHARE = 0.1;
/** The part of a phase that a step may spend on waiting for work in hand. */
const GRACE_SHARE = 2 / 3;
const POLL_MS = 10;
/**
 * How often open connections are counted before those without a request are closed: 0.2 s. Counted in polls and not in
 * time, because a busy process has not yet read what arrived while it was busy.
 */
const GRACE_POLLS = 20;

/**
 * Closes the app in phases: stop accepting connections, close sockets, finish requests, stop workers. The `onClose` hooks
 * close the connections to other servers afterwards.
 */
export function closeInPhases(app: App, limitMs: number): void {
  const sockets: ShutdownStep[] = [];
  const workers: ShutdownStep[] = [];
  app.decorate('atShutdown', (phase: 'sockets' | 'workers', name: string, stop: ShutdownStep['stop']) => {
    (phase === 'sockets' ? sockets : workers).push({ name, stop });
  });
  const listener: ShutdownStep = { name: 'listener', stop: ({ over }) => stopAccepting(app, over) };
  const runningRequests = countRequests(app);
  const requests: ShutdownStep = {
    name: 'requests',
    stop: ({ over }) => pollWhile(() => runningRequests() > 0, over),
  };
  let began: number | undefined;
  app.decorate('announceStop', async () => {
    began = performance.now();
    await announceStop(app, limitMs * ANNOUNCE_SHARE);
  });
  app.addHook('preClose', async () => {
    const phases: Phase[] = [
      { name: 'accepting', until: 0.2, steps: [listener] },
      { name: 'sockets', until: 0.35, steps: sockets },
      { name: 'requests', until: 0.8, steps: [requests] },
      { name: 'workers', until: 0.95, steps: workers },
    ];
    await closePhases(phases, limitMs, app.log, began);
    app.server.closeAllConnections();
  });
}

/**
 * Runs the phases one after the other. No step can stop the shutdown: one that rejects, or that has not ended with its phase,
 * is logged, and the next phase begins.
 */
export async function closePhases(
  phases: readonly Phase[],
  limitMs: number,
  logger: Logger,
  began = performance.now(),
): Promise<void> {
  for (const { name, until, steps } of phases) {
    const phaseMs = Math.max(Math.round(began + limitMs * until - performance.now()), 0);
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

async function announceStop({ server, readinessChecks }: App, ms: number): Promise<void> {
  const check = () => Promise.reject(new Error('the service is stopping'));
  readinessChecks.push({ name: 'shutdown', required: true, check });
  if (!server.listening) return;
  await pollWhile(async () => (await countConnections(server)) > 0, AbortSignal.timeout(ms));
}

const countConnections = (server: App['server']): Promise<number> =>
  promisify(server.getConnections.bind(server))();

/**
 * Refuses new connections. Open connections get a moment: a request that arrives on one is answered with
 * `Connection: close`. Node's own `Server.close` would reset a connection whose request is still on its way, so this is
 * the `close` of `net.Server`.
 */
async function stopAccepting({ server }: App, over: AbortSignal): Promise<void> {
  if (!server.listening) return;
  NetServer.prototype.close.call(server);
  await pollWhile(async () => (await countConnections(server)) > 0, over, GRACE_POLLS);
  server.closeIdleConnections();
}

function countRequests(app: App): () => number {
  let running = 0;
  app.addHook('onRequest', (request, reply, done) => {
    // WebSockets have a phase of their own.
    if (request.route.websocket !== true) {
      running += 1;
      reply.raw.once('close', () => (running -= 1));
    }
    done();
  });
  return () => running;
}

/** Polls until `busy` is false, `polls` times at most, and until the phase is over at the latest. */
async function pollWhile(
  busy: () => boolean | Promise<boolean>,
  over: AbortSignal,
  polls = Infinity,
): Promise<void> {
  for (let poll = 0; poll < polls && !over.aborted && (await busy()); poll += 1) await delay(POLL_MS);
}
