import { newId } from '@downbeat/shared/ids';
import { type EventOf, newEvent } from '@downbeat/shared/messaging';
import { waitFor } from '@downbeat/shared/test-kit';
import { unsubscribedUser } from '@downbeat/shared/unsubscribe';
import t from 'tap';
import type { MailTemplate } from '../../src/generated/schemas.gen.ts';
import type { MailRow } from '../../src/mails/mail.ts';
import { mailCollection } from '../../src/mails/repository.ts';
import { jwtSecret, startApp } from '../kit/app.ts';
import { publish } from '../kit/events.ts';
import { header, startSmtp } from '../kit/smtp.ts';

t.setTimeout(120_000);

const smtp = await startSmtp(t);
const fixture = await startApp(t, smtp.url, { env: { AUTH_PUBLIC_URL: 'https://auth.example' } });
const { rabbit, mongo } = fixture.app;
const artistId = 'q7Zs3VbXw0hT5nLk2RmYdA';

function chosen(userId: string, isWanted: boolean, time?: string) {
  const data = { userId, email: `${userId}@example.com`, displayName: 'Ada', isWanted };
  const origin = { source: '/auth', subject: userId, correlationId: newId() } as const;
  const event = newEvent('downbeat.user.release-mails-chosen.v1', { ...origin, data });
  return time === undefined ? event : { ...event, time };
}
function released(
  followerIds: string[],
  fields: Partial<EventOf<'downbeat.artist.released.v1'>['data']> = {},
) {
  const data = {
    artistId,
    artistName: 'Low Tide',
    titles: ['One', 'Two'],
    trackCount: 5,
    followerIds,
    ...fields,
  };
  const origin = { source: '/music', subject: newId(), correlationId: newId() } as const;
  return newEvent('downbeat.artist.released.v1', { ...origin, data });
}
const contact = (_id: string) => mongo.db.collection<{ _id: string }>('releaseContacts').findOne({ _id });
const mailsTo = (userId: string) => smtp.received.filter(({ to }) => to.includes(`${userId}@example.com`));

t.test('mails the followers who want it, once for each event, with a link that ends it', async (t) => {
  const [ada, bob, eve] = [newId(), newId(), newId()];
  for (const event of [chosen(ada, true), chosen(bob, true), chosen(bob, false)])
    await publish(rabbit, event);
  await waitFor('the choices', async () => (await contact(ada)) !== null && (await contact(bob)) !== null);
  await waitFor('the last choice', async () => !('email' in (await contact(bob))!));
  const event = released([ada, bob, eve]);
  for (let copy = 0; copy < 3; copy += 1) await publish(rabbit, event);
  const [mail] = await waitFor('the mail', () => mailsTo(ada).length > 0 && mailsTo(ada));
  t.equal(header(mail!, 'Subject'), 'New from an artist you follow');
  t.equal(header(mail!, 'List-Unsubscribe-Post'), 'List-Unsubscribe=One-Click');
  const link = header(mail!, 'List-Unsubscribe').replaceAll(/\s/g, '');
  t.match(link, /^<https:\/\/auth\.example\/api\/auth\/unsubscribe\?token=[A-Za-z0-9_-]+>$/);
  t.equal(unsubscribedUser(jwtSecret, link.slice(link.indexOf('=') + 1, -1)), ada);
  t.match(mail!.raw, '- and 3 more');
  t.match(mail!.raw, `https://listen.example/artists/${artistId}`);
  await waitFor('the end of the mail', async () =>
    (await fixture.rows()).every(({ finishedAt }) => finishedAt),
  );
  t.equal(mailsTo(ada).length, 1);
  t.same([...mailsTo(bob), ...mailsTo(eve)], []);
  t.equal((await fixture.rows()).length, 1);
});

t.test(
  'keeps the latest choice, in whatever order events arrive, and no address of those without mails',
  async (t) => {
    const [ada, later] = [newId(), new Date(Date.now() + 1000).toISOString()];
    await publish(rabbit, chosen(ada, false, later));
    await waitFor('the choice', async () => (await contact(ada)) !== null);
    await publish(rabbit, chosen(ada, true));
    const marker = newId();
    await publish(rabbit, chosen(marker, true));
    await waitFor('what came after', async () => (await contact(marker)) !== null);
    t.same(await contact(ada), { _id: ada, chosenAt: new Date(later) });
  },
);

t.test('uses the new name of an account, and no names that look like links', async (t) => {
  const ada = newId();
  await publish(rabbit, chosen(ada, true));
  const data = { userId: ada, displayName: 'Ada L.' };
  const origin = { source: '/auth', subject: ada, correlationId: newId() } as const;
  await publish(rabbit, newEvent('downbeat.user.renamed.v1', { ...origin, data }));
  await waitFor('the name', async () => (await contact(ada)) as { displayName?: string } | null).catch(
    () => null,
  );
  await waitFor('the new name', async () => {
    const found = (await contact(ada)) as { displayName?: string } | null;
    return found?.displayName === 'Ada L.';
  });
  const names = {
    artistName: 'win at https://evil.example',
    titles: ['<b>www.evil.example</b>', 'Fine <i>'],
  };
  await publish(rabbit, released([ada], { ...names, trackCount: 2 }));
  const [mail] = await waitFor('the mail', () => mailsTo(ada).length > 0 && mailsTo(ada));
  t.match(header(mail!, 'To'), 'Ada L.');
  t.notMatch(mail!.raw, 'evil');
  t.match(mail!.raw, 'New from An artist you follow');
  t.match(mail!.raw, '- A new track');
  t.match(mail!.raw, 'Fine &lt;i&gt;');
  t.notMatch(mail!.raw, 'more\r\n');
});

t.test('withdraws what waits when its reader ends such mails, and no other mail', async (t) => {
  const [ada, bob] = [newId(), newId()];
  const dueAt = new Date(Date.now() + 3_600_000);
  const waiting = (userId: string, template: MailTemplate): MailRow => ({
    ...{ _id: newId(), messageId: newId(), eventSource: '/music', eventId: newId(), correlationId: newId() },
    ...{ userId, template, recipient: `${userId}@example.com`, state: 'queued', attempts: 0, resends: 0 },
    ...{ dueAt, createdAt: dueAt, updatedAt: dueAt },
  });
  const rows = mailCollection(mongo.db);
  await rows.insertMany([
    ...[waiting(ada, 'new-release'), waiting(ada, 'new-release'), waiting(ada, 'welcome')],
    waiting(bob, 'new-release'),
  ]);
  const left = async () =>
    (await rows.find({ userId: { $in: [ada, bob] } }).toArray()).map(({ userId, template }) => [
      userId === ada ? 'ada' : 'bob',
      template,
    ]);
  await publish(rabbit, chosen(ada, false));
  await waitFor('the mails to go', async () => (await left()).length < 4);
  t.same(await left(), [
    ['ada', 'welcome'],
    ['bob', 'new-release'],
  ]);
  // An earlier choice that arrives late changes nothing.
  await publish(rabbit, chosen(bob, true, new Date(Date.now() + 1000).toISOString()));
  await publish(rabbit, chosen(bob, false));
  const marker = newId();
  await publish(rabbit, chosen(marker, true));
  await waitFor('what came after', async () => (await contact(marker)) !== null);
  t.equal((await left()).length, 2);
  await rows.deleteMany({ userId: { $in: [ada, bob] } });
});

t.test('mails a hundred followers by one event, but for one whose address is none', async (t) => {
  const followers = Array.from({ length: 100 }, newId);
  const contacts = mongo.db.collection<{ _id: string }>('releaseContacts');
  const rows = followers.map((_id, at) => ({
    _id,
    email: at === 50 ? 'a@example.com, b@example.com' : `${_id}@example.com`,
    displayName: '$Ada',
    chosenAt: new Date(),
  }));
  await contacts.insertMany(rows);
  const event = released(followers);
  for (let copy = 0; copy < 2; copy += 1) await publish(rabbit, event);
  const mine = async () => (await fixture.rows()).filter(({ eventId }) => eventId === event.id);
  await waitFor('all mails', async () => {
    const all = await mine();
    return all.length === 99 && all.every(({ state }) => state === 'accepted');
  });
  t.ok(fixture.logs.some(({ msg, userId }) => msg.includes('one plain mailbox') && userId === followers[50]));
  t.notMatch(JSON.stringify(fixture.logs), 'a@example.com');
});
