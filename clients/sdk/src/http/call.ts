import { isDownbeatError, type ClientCode, type DownbeatError } from './errors.ts';
import type { Answer } from './send.ts';

/** What `.result()` resolves to: no exception, and the type lists every code that can come. */
export type Result<Data, Code extends string> =
  { ok: true; data: Data } | { ok: false; code: Code | ClientCode; error: DownbeatError<Code> };

/**
 * A call in progress. Awaiting it gives the data or throws a `DownbeatError`; `.result()` gives a `Result`
 * whose `code` is typed by the operation's contract.
 */
export interface Call<Data, Code extends string> extends Promise<Data> {
  result(): Promise<Result<Data, Code>>;
  /** The data with the answer that it came with: its status and headers. The body has been read. */
  withResponse(): Promise<{ data: Data; response: Response; requestId: string | null }>;
}

/** What every page of a list has. */
export interface PageShape {
  items: unknown[];
  nextCursor: string | null;
}

/**
 * A call for a page of a list. Awaiting it gives that page; `for await` goes over the items of this page and all that
 * follow, `.pages()` over the pages. The next page is requested when the one before is used up.
 */
export interface ListCall<Page extends PageShape, Code extends string>
  extends Call<Page, Code>, AsyncIterable<Page['items'][number]> {
  pages(): AsyncIterable<Page>;
}

export function asCall<Data, Code extends string>(answer: Promise<Answer>): Call<Data, Code> {
  const promise = answer.then(({ data }) => data as Data);
  const withResponse = async () => {
    // The caller has the error from `answer`: unhandled, this one would end a Node process.
    promise.catch(() => undefined);
    const { response } = await answer;
    return { data: await promise, response, requestId: response.headers.get('x-request-id') };
  };
  const result = (): Promise<Result<Data, Code>> =>
    promise.then(
      (data) => ({ ok: true as const, data }),
      (error: unknown) => {
        if (!isDownbeatError(error)) throw error;
        const typed = error as DownbeatError<Code>;
        return { ok: false as const, code: typed.code, error: typed };
      },
    );
  return Object.assign(promise, { result, withResponse });
}

/** @param next calls for the page at a cursor, with the same input otherwise */
export function asListCall<Page extends PageShape, Code extends string>(
  first: Call<Page, Code>,
  next: (cursor: string) => Promise<Page>,
): ListCall<Page, Code> {
  async function* pages(): AsyncGenerator<Page, void, undefined> {
    for (let page = await first; ; page = await next(page.nextCursor)) {
      yield page;
      if (page.nextCursor === null) return;
    }
  }
  async function* items(): AsyncGenerator<unknown, void, undefined> {
    for await (const page of pages()) yield* page.items;
  }
  return Object.assign(first, { pages, [Symbol.asyncIterator]: items });
}
