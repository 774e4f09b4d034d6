// Reads the databases of a started system directly, to compare them with what the services acknowledged.
import { databaseUri } from '@downbeat/deploy/urls';
import { type Collection, type Document, MongoClient } from 'mongodb';
import type { SystemUnderTest, Teardown } from '../system/start.ts';

/** A document of notification's mail ledger. */
export interface MailRow {
  recipient: string;
  template: string;
  messageId: string;
  state: string;
  attempts: number;
  /** Deliveries that were begun although an earlier one may have arrived: each may be a duplicate. */
  resends: number;
  finishedAt?: Date;
}

interface TrackRow {
  title: string;
  audio: { key: string; sha256: string };
  cover: { key: string } | null;
  renditions?: { files?: { key: string }[] };
  coverSizes?: { files?: { key: string }[] };
}

export class Databases {
  readonly #clients: Record<'auth' | 'music' | 'notification', MongoClient>;

  constructor(t: Teardown, { local }: SystemUnderTest) {
    if (local === undefined)
      throw new Error('the databases are only reachable for a system that the test started');
    const createClient = (service: string): MongoClient => {
      const client = new MongoClient(databaseUri(local.backing.mongo, service));
      t.teardown(() => client.close());
      return client;
    };
    this.#clients = {
      auth: createClient('auth'),
      music: createClient('music'),
      notification: createClient('notification'),
    };
  }

  /** The e-mail addresses of all accounts, one for each document. */
  async accountEmails(): Promise<string[]> {
    const accounts = await this.#in<{ email: string }>('auth', 'accounts').find().toArray();
    return accounts.map(({ email }) => email);
  }

  /** The sorted names of the files that belong to tracks. */
  async trackFiles(): Promise<string[]> {
    const rows = await this.#in<TrackRow>('music', 'tracks').find().toArray();
    const filesOf = ({ audio, cover, renditions, coverSizes }: TrackRow) => [
      audio,
      ...(cover === null ? [] : [cover]),
      ...(renditions?.files ?? []),
      ...(coverSizes?.files ?? []),
    ];
    return rows.flatMap((row) => filesOf(row).map(({ key }) => key)).sort();
  }

  /** The SHA-256 of the audio of each track, by its title; several when a title is there twice. */
  async trackHashes(): Promise<Map<string, string[]>> {
    const rows = await this.#in<TrackRow>('music', 'tracks').find().toArray();
    const byTitle = Map.groupBy(rows, ({ title }) => title);
    return new Map([...byTitle].map(([title, same]) => [title, same.map(({ audio }) => audio.sha256)]));
  }

  /** Makes the files that belong to no track as old as those that music deletes. */
  async ageOrphanFiles(since: Date): Promise<void> {
    await this.#in('music', 'looseFiles').updateMany({}, { $set: { since } });
  }

  /** The number of mails whose delivery to the mail server is running. */
  async mailsBeingSent(): Promise<number> {
    return this.#mails().countDocuments({ state: 'sending' });
  }

  /** The number of repeated delivery attempts. */
  async repeatedDeliveries(): Promise<number> {
    const rows = await this.#mails()
      .find({ attempts: { $gt: 1 } })
      .toArray();
    return rows.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  }

  /** Events that auth has not published yet. */
  async unpublished(): Promise<number> {
    return this.#in('auth', 'outbox').countDocuments({ sent: false });
  }

  async welcomeMails(): Promise<MailRow[]> {
    return this.#mails().find({ template: 'welcome' }).toArray();
  }

  #mails(): Collection<MailRow> {
    return this.#in<MailRow>('notification', 'mails');
  }

  #in<T extends Document>(service: 'auth' | 'music' | 'notification', collection: string): Collection<T> {
    return this.#clients[service].db().collection<T>(collection);
  }
}
