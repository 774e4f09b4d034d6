import { createHash, randomUUID } from 'node:crypto';
import { compile } from '@downbeat/shared/validation';
import type { Static } from '@sinclair/typebox';
import { TrackPage } from '../generated/schemas.gen.ts';
import { withUrls } from './present-track.ts';
import type { CachedPage } from './track-list.ts';

/** Stands for a reader's query in the JSON of a page. Random, so that no text of a track can contain it. */
const QUERY = randomUUID();
/** Characters of base64url: 132 bits. */
const DIGEST_LENGTH = 22;
const isTrackPage = compile(TrackPage, 'answer');

/** A page as JSON text, cut where the query of a reader's signed URLs belongs. */
class PageTemplate {
  readonly #parts: string[];
  readonly #digest: string;

  /** @throws Error when the page breaks the contract, which nothing checks later */
  constructor(page: CachedPage) {
    const items = page.items.map((record) => withUrls(record, QUERY));
    const answer: Static<typeof TrackPage> = { items, nextCursor: page.nextCursor };
    if (!isTrackPage(answer)) {
      const [fault] = isTrackPage.errors ?? [];
      throw new Error(`page of tracks: ${fault?.instancePath ?? ''} ${fault?.message ?? 'is not valid'}`);
    }
    const text = JSON.stringify(answer);
    this.#digest = createHash('sha256')
      .update(text.replaceAll(QUERY, ''))
      .digest('base64url')
      .slice(0, DIGEST_LENGTH);
    this.#parts = text.split(QUERY);
  }

  /** Differs for each content, reader and hour: the query ends with the signature of the reader. */
  etag(query: string): string {
    return `"${this.#digest}.${query.slice(-DIGEST_LENGTH)}"`;
  }

  /** @param query of the signer: letters, digits and `-_=&`, so it needs no escape in JSON */
  render(query: string): string {
    return this.#parts.join(query);
  }
}

const templates = new WeakMap<CachedPage, PageTemplate>();

/** The template of a page; made once for each page in memory, which the cache hands out until it changes. */
export function templateOf(page: CachedPage): PageTemplate {
  const known = templates.get(page);
  if (known !== undefined) return known;
  const template = new PageTemplate(page);
  templates.set(page, template);
  return template;
}
