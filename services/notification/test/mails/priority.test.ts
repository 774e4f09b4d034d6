import { newId } from '@downbeat/shared/ids';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { testBackends } from '@downbeat/shared/test-kit';
import { MongoClient } from 'mongodb';
import t from 'tap';
import type { MailRow } from '../../src/mails/mail.ts';
import { createMailRepository, mailCollection, mailIndexes } from '../../src/mails/repository.ts';

t.setTimeout(120_000);

const HOUR_MS = 3_600_000;
/** A mail as an instance of any version stores it, due some time ago. */
const row = (template: MailRow['template'], agoMs: number): MailRow => {
  const at = new Date(Date.now() - agoMs);
  const key = { eventSource: '/auth', eventId: newId(), template, recipient: 'ada@example.com' };
  const dates = { dueAt: at, createdAt: at, updatedAt: at };
  const origin = { messageId: `<${newId()}@example.com>`, correlationId: newId(), userId: newId() };
  return { ...key, ...dates, ...origin, _id: newId(), state: 'queued', attempts: 0, resends: 0 };
};

t.test('claims a code before thousands of older mails about releases, and reads none of them', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const client = await new MongoClient(mongoUri).connect();
  t.teardown(() => client.close());
  const db = client.db();
  await ensureIndexes(db, mailIndexes);
  const releases = Array.from({ length: 3000 }, () => row('new-release', HOUR_MS));
  const urgent = [row('welcome', 2000), row('verify-email', 1000), row('reset-password', 3000)];
  await mailCollection(db).insertMany([...releases, ...urgent]);
  await db.command({ profile: 2 });
  const repository = createMailRepository({ db, messageIdDomain: 'example.com', leaseMs: HOUR_MS });
  const templates: string[] = [];
  const excludedIds: string[] = [];
  for (let claims = 0; claims < 4; claims += 1) {
    const mail = await repository.claimNext({ excludedIds, mayTakeOver: true });
    templates.push(mail!.template);
    excludedIds.push(mail!._id);
  }
  t.same(templates, ['reset-password', 'welcome', 'verify-email', 'new-release']);
  await db.command({ profile: 0 });
  const claims = await db.collection('system.profile').find({ 'command.findAndModify': 'mails' }).toArray();
  t.equal(claims.length, 5);
  const examined = claims.map(({ docsExamined }) => docsExamined as number);
  t.ok(
    examined.every((count) => count < 20),
    `examined ${examined.join(', ')}`,
  );
});
