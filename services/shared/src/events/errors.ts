/** Thrown by a handler for an event that no later try can help: it is parked at once, with this message. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure';
}
