import type { App } from '@downbeat/shared/http';
import type { Cursors } from '@downbeat/shared/paging';
import { operations } from '../generated/operations.gen.ts';
import { listMails } from './list-mails.ts';
import type { Listing } from './listing.ts';

/** What an admin may ask the ledger. */
export function mailRoutes(app: App, listing: Listing, cursors: Cursors): void {
  app.route({
    ...operations.listMails,
    handler: (request) => listMails(listing, cursors, request.query),
  });
}
