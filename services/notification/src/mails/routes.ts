import type { App } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { MailService } from './service.ts';

export function mailRoutes(app: App, mails: Pick<MailService, 'list'>): void {
  app.route({ ...operations.listMails, handler: (request) => mails.list(request.query) });
}
