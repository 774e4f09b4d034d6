import type { App } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import { listMails } from './list-mails.ts';
import type { Listing } from './listing.ts';

/** What an admin may ask the ledger. */
export function mailRoutes(app: App, listing: Listing): void {
  app.route({
    ...operations.listMails,
    handler: (request) => listMails(listing, request.query),
  });
}
