/** The broker is away or did not answer in time; the same may be tried again later. */
export class RabbitUnavailableError extends Error {
  override name = 'RabbitUnavailableError';
}

/** The broker took the message and found no queue for it: nobody has it. */
export class UnroutableError extends Error {
  override name = 'UnroutableError';
}

/** The broker refused the message (basic.nack), as a full queue does. */
export class PublishRefusedError extends Error {
  override name = 'PublishRefusedError';
}
