import type { App } from '@downbeat/shared/http';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { operations } from '../generated/operations.gen.ts';
import type { MailRepository } from './repository.ts';

const LIST = 'mails';

export function mailRoutes(app: App, repository: MailRepository, cursors: Cursors): void {
  app.route({
    ...operations.listMails,
    handler: async ({ query: { limit, cursor, state } }) => {
      const [before] = cursor === undefined ? [] : cursors.read(LIST, cursor);
      // The extra mail shows whether there is another page.
      const found = await repository.list(limit + 1, { before, state });
      const { rows: items, last } = cutPage(found, limit);
      return { items, nextCursor: last && cursors.write(LIST, [last.id]) };
    },
  });
}
