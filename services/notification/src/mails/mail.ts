import type { MailState, MailTemplate } from '../generated/schemas.gen.ts';

export type { MailState, MailTemplate };

/** What a template is filled with; a code stays sealed until the mail is rendered. */
export interface MailVariables {
  displayName?: string;
  artist?: boolean;
  sealedCode?: string;
}

/** A mail that an event asks for. */
export interface MailRequest {
  eventSource: string;
  eventId: string;
  correlationId: string;
  userId: string;
  template: MailTemplate;
  recipient: string;
  variables: MailVariables;
  /** When the mail becomes worthless: the end of its code. */
  expiresAt?: Date;
}

/** A row of the ledger. */
export interface MailRow extends Omit<MailRequest, 'variables'> {
  /** UUID v7: sorts by age. */
  _id: string;
  messageId: string;
  state: MailState;
  /** Deliveries begun. */
  attempts: number;
  /** Deliveries begun although an earlier one may have arrived: the process died, or the 250 never came. */
  resends: number;
  /** Queued: when to try next. Sending: when the lease ends and another worker may take over. */
  dueAt: Date;
  /** Names the worker's claim while the mail is being sent; what a former worker writes no longer matches. */
  lease?: string;
  /** Erased with `message` as soon as the mail needs no further delivery. */
  variables?: MailVariables;
  /** The whole message as it was first rendered, sealed; every delivery sends these bytes. */
  message?: string;
  /** The kind of the last failure. */
  lastFailure?: 'permanent' | 'transient' | 'unreachable';
  reason?: string;
  createdAt: Date;
  updatedAt: Date;
  /** Set with a final state; the row leaves by TTL some weeks later. */
  finishedAt?: Date;
}

/** A row that this worker may deliver. */
export type ClaimedMail = MailRow & { lease: string };
