import { createHash, randomUUID } from 'node:crypto';
import { compile } from '@downbeat/shared/validation';
import type { Static } from '@sinclair/typebox';
import { TrackPage } from '../generated/schemas.gen.ts';
import { withUrls } from '../streaming/signed-urls.ts';
import type { CachedPage } from './track-list.ts';

/** Stands for a reader's query in the JSON of a page. Random, so that no text of a track can contain it. */
const QUERY = randomUUID();
const isTrackPage = compile(TrackPage, 'answer');

/** A page as JSON text, cut where the query of a reader's signed URLs belongs. */
class PageTemplate {
  readonly #parts: string[];
  readonly #digest: string;

  /** @throws Error when the page breaks the contract, which nothing checks later */
  constructor(page: CachedPage) {
    const items = page.items.map((record) => withUrls(record, QUERY));
    const answer: Static<typeof TrackPage> = { items, nextCursor: page.nextCursor };
    if (!isTrackPage(answer)) throw new Error(`a page of tracks ${isTrackPage.errors?.[0]?.message ?? ''}`);
    const text = JSON.stringify(answer);
    this.#digest = createHash('sha256').update(text.replaceAll(QUERY, '')).digest('base64url').slice(0, 22);
    this.#parts = text.split(QUERY);
  }

  /** Differs for each content and reader. */
  etag(query: string): string {
    return `"${this.#digest}.${query.slice(-22)}"`;
  }

  render(query: string): string {
    return this.#parts.join(query);
  }
}

const templates = new WeakMap<CachedPage, PageTemplate>();

/** The template of a page; made once, because the cache hands out the same page until it changes. */
export function templateOf(page: CachedPage): PageTemplate {
  const template = templates.get(page) ?? new PageTemplate(page);
  templates.set(page, template);
  return template;
}
