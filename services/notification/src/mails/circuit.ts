import { CircuitState, ConsecutiveBreaker, ExponentialBackoff, circuitBreaker, handleWhen } from 'cockatiel';
import type { FastifyBaseLogger } from 'fastify';
import { DeliveryFailure } from '../transport/failure.ts';
import type { OutgoingMail, SendOptions, Transport } from '../transport/transport.ts';

export interface Circuit {
  /** Whether mails may be claimed now. While the server is away this tries the connection, not the mails. */
  admits(): Promise<boolean>;
  send(mail: OutgoingMail, options: SendOptions): Promise<string>;
}

export interface CircuitOptions {
  transport: Transport;
  logger: FastifyBaseLogger;
  /** Called when the server is back after it could not be reached. */
  onRecovery: () => Promise<unknown>;
  /** First wait between two tries of the connection. */
  probeMs?: number;
}

const isUnreachable = (error: unknown) => error instanceof DeliveryFailure && error.kind === 'unreachable';

/**
 * A mail has a bounded number of tries, and an outage of the mail server must not use them up: after a few
 * deliveries in a row that reached nobody, nothing is claimed until a bare connection succeeds.
 */
export function createCircuit({ transport, logger, onRecovery, probeMs = 500 }: CircuitOptions): Circuit {
  let outage = false;
  // Told by a failed connection: deliveries can fail although the server is there, and must not be hurried then.
  let wasAway = false;
  const breaker = circuitBreaker(handleWhen(isUnreachable), {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: probeMs, maxDelay: Math.max(probeMs, 10_000) }),
    breaker: new ConsecutiveBreaker(3),
  });
  const said = { transport: transport.name };
  // Every failed probe opens the circuit again; that is no news.
  breaker.onBreak(() => {
    if (!outage) logger.warn(said, 'the mail server cannot be reached, mails wait');
    outage = true;
  });

  async function probe(): Promise<void> {
    await transport.verify().catch((error: unknown) => {
      wasAway = true;
      throw error;
    });
  }
  async function admits(): Promise<boolean> {
    if (breaker.state === CircuitState.Closed) return true;
    try {
      await breaker.execute(probe);
    } catch {
      return false;
    }
    logger.info(said, 'the mail server can be reached again');
    outage = false;
    if (wasAway) await onRecovery();
    wasAway = false;
    return true;
  }
  return { admits, send: (mail, options) => breaker.execute(() => transport.send(mail, options)) };
}
