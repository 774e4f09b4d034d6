/** Mails of one drill. */
export const mailCount = 10;

/** Where the process is killed: while it consumes an event, and while it delivers a mail. */
export const consumerPoints = ['before-ack', 'after-ack'] as const;
export const deliveryPoints = [
  'before-claim',
  'after-claim',
  'before-data',
  'after-dot',
  'after-250',
] as const;

/** The points after which the service cannot know whether the mail has arrived. */
export const uncertainPoints: readonly string[] = ['after-dot', 'after-250'];
