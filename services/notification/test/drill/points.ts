/** Mails of one drill. */
export const attempted = 10;

/** Where the way of an event, then that of its mail, can break off. */
export const consumerPoints = ['before-ack', 'after-ack'] as const;
export const senderPoints = ['before-claim', 'after-claim', 'before-data', 'after-dot', 'after-250'] as const;

/** The points after which nobody can know whether the mail has arrived. */
export const uncertainPoints: readonly string[] = ['after-dot', 'after-250'];
