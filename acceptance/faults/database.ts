// What lies in the databases of a system of our own, past its services.
import { databaseUri } from '@downbeat/deploy/addresses';
import { type Collection, type Document, MongoClient } from 'mongodb';
import type { SystemUnderTest } from '../system/start.ts';

/** A mail as notification has it written down. */
export interface LedgerRow {
  recipient: string;
  template: string;
  messageId: string;
  state: string;
  attempts: number;
  /** Deliveries that were begun although an earlier one may have arrived. */
  resends: number;
}

interface FileRow {
  audio: { key: string };
  cover: { key: string } | null;
}

interface Teardown {
  teardown(run: () => Promise<void>): void;
}

export class Databases {
  readonly #clients: Record<'auth' | 'music' | 'notification', MongoClient>;

  constructor(t: Teardown, { local }: SystemUnderTest) {
    if (local === undefined) throw new Error('only a system of our own can be looked into');
    const clientOf = (service: string): MongoClient => {
      const client = new MongoClient(databaseUri(local.addresses.mongo, service));
      t.teardown(() => client.close());
      return client;
    };
    this.#clients = {
      auth: clientOf('auth'),
      music: clientOf('music'),
      notification: clientOf('notification'),
    };
  }

  async accountEmails(): Promise<Set<string>> {
    const accounts = this.#in<{ email: string }>('auth', 'accounts');
    return new Set(await accounts.distinct('email'));
  }

  /** The names of the files that belong to tracks, sorted. */
  async trackFiles(): Promise<string[]> {
    const rows = await this.#in<FileRow>('music', 'tracks').find().toArray();
    return rows.flatMap(({ audio, cover }) => [audio.key, ...(cover === null ? [] : [cover.key])]).sort();
  }

  /** How many mails are on their way to the mail server. */
  async mailsBeingSent(): Promise<number> {
    return this.#mails().countDocuments({ state: 'sending' });
  }

  /** How many deliveries of mails have failed, and were or will be begun again. */
  async deliveriesRepeated(): Promise<number> {
    const rows = await this.#mails()
      .find({ attempts: { $gt: 1 } })
      .toArray();
    return rows.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  }

  async welcomeMails(): Promise<LedgerRow[]> {
    return this.#mails().find({ template: 'welcome' }).toArray();
  }

  #mails(): Collection<LedgerRow> {
    return this.#in<LedgerRow>('notification', 'mails');
  }

  #in<T extends Document>(service: 'auth' | 'music' | 'notification', collection: string): Collection<T> {
    return this.#clients[service].db().collection<T>(collection);
  }
}
