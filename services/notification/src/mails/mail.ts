import type { MailState, MailTemplate } from '../generated/schemas.gen.ts';
import type { FailureKind } from '../smtp/failure.ts';

/** The values of a template. A one-time code stays encrypted until the mail is rendered. */
export interface MailVariables {
  displayName?: string;
  artist?: boolean;
  sealedCode?: string;
  release?: ReleaseVariables;
}

/** What an artist has published. */
export interface ReleaseVariables {
  artistId: string;
  artistName: string;
  titles: string[];
  trackCount: number;
}

/** Identifies a mail: an event that is delivered several times asks for the same mail. */
export interface MailKey {
  eventSource: string;
  eventId: string;
  template: MailTemplate;
  recipient: string;
}

export interface MailRequest extends MailKey {
  correlationId: string;
  userId: string;
  variables: MailVariables;
  /** When the code in the mail expires; the mail is not sent after that. */
  expiresAt?: Date;
}

/** A document of the `mails` collection. */
export interface MailRow extends Omit<MailRequest, 'variables'> {
  /** UUID v7: sorts by age. */
  _id: string;
  messageId: string;
  state: MailState;
  /** Deliveries begun. */
  attempts: number;
  /** Deliveries begun although an earlier one may have arrived: the process died, or the 250 was not received. */
  resends: number;
  /** State `queued`: when the next delivery begins. State `sending`: when the lease ends and another worker may claim. */
  dueAt: Date;
  /** Identifies the claim of one worker; a worker that lost its claim cannot write any more. */
  lease?: string;
  /** Erased together with `message` when the mail reaches a final state. */
  variables?: MailVariables;
  /** The rendered message, encrypted. Every delivery sends these bytes. */
  message?: string;
  lastFailure?: FailureKind;
  reason?: string;
  createdAt: Date;
  updatedAt: Date;
  /** Set with a final state; a TTL index deletes the document 30 days later. */
  finishedAt?: Date;
}

/** A mail in state `sending` that this worker may deliver. */
export type ClaimedMail = MailRow & { lease: string };
