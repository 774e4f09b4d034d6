import { reasonOf } from '../backing/index.ts';

/** The broker is away or did not answer in time; the same may be tried again later. */
export class RabbitUnavailableError extends Error {
  override name = 'RabbitUnavailableError';
}

/** What went wrong with an operation, as a RabbitUnavailableError. */
export function unavailable(cause: unknown): RabbitUnavailableError {
  return cause instanceof RabbitUnavailableError
    ? cause
    : new RabbitUnavailableError(reasonOf(cause), { cause });
}

/** The broker took the message and found no queue for it: nobody has it. */
export class UnroutableError extends Error {
  override name = 'UnroutableError';
}

/** The broker refused the message (basic.nack), as a full queue does. */
export class PublishRefusedError extends Error {
  override name = 'PublishRefusedError';
}
