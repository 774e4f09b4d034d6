import type { Logger } from '@downbeat/shared/logging';
import { CircuitState, ConsecutiveBreaker, ExponentialBackoff, circuitBreaker, handleWhen } from 'cockatiel';
import { DeliveryError } from '../smtp/failure.ts';
import type { Transport } from '../smtp/transport.ts';

export interface MailCircuitDeps {
  transport: Transport;
  logger: Logger;
  /** Called when the server can be reached again after a connection test failed. */
  onRecovery: () => Promise<unknown>;
}

export type MailCircuit = ReturnType<typeof createMailCircuit>;

const FIRST_PROBE_MS = 500;
const LAST_PROBE_MS = 10_000;

const isUnreachable = (error: unknown) => error instanceof DeliveryError && error.kind === 'unreachable';

/**
 * Stops deliveries while the mail server is unreachable, because each mail has a limited number of attempts. After three
 * unreachable deliveries in a row no mail is claimed until a connection test succeeds.
 */
export function createMailCircuit({ transport, logger, onRecovery }: MailCircuitDeps) {
  let outageLogged = false;
  // Deliveries can fail as unreachable although the server accepts connections. Such mails keep their delay.
  let connectionFailed = false;
  const breaker = circuitBreaker(handleWhen(isUnreachable), {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_PROBE_MS, maxDelay: LAST_PROBE_MS }),
    breaker: new ConsecutiveBreaker(3),
  });
  const facts = { transport: transport.name };
  // Each failed connection test opens the circuit again; the outage is logged once.
  breaker.onBreak(() => {
    if (!outageLogged) logger.warn(facts, 'the mail server cannot be reached, mails wait');
    outageLogged = true;
  });

  async function testConnection(): Promise<void> {
    await transport.verify().catch((error: unknown) => {
      connectionFailed = true;
      throw error;
    });
  }

  /** Whether mails may be claimed now. While the mail server is unreachable this tests the connection instead. */
  async function isServerReachable(): Promise<boolean> {
    if (breaker.state === CircuitState.Closed) return true;
    try {
      await breaker.execute(testConnection);
    } catch {
      return false;
    }
    logger.info(facts, 'the mail server can be reached again');
    outageLogged = false;
    if (connectionFailed) await onRecovery();
    connectionFailed = false;
    return true;
  }

  const send: Transport['send'] = (mail, options) => breaker.execute(() => transport.send(mail, options));
  return { isServerReachable, send };
}
