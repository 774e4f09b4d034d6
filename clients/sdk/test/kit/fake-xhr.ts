import type { Test } from 'tap';

/** XMLHttpRequest as far as an upload needs it: sends by fetch, and reports progress twice. */
export class FakeXhr {
  readonly upload: { onprogress: ((event: object) => void) | null } = { onprogress: null };
  status = 0;
  response: ArrayBuffer | null = null;
  onload = (): void => undefined;
  onerror = (): void => undefined;
  onabort = (): void => undefined;
  onloadend = (): void => undefined;
  readonly #headers = new Headers();
  #answer: Response | null = null;
  #url = '';

  open(_method: string, url: URL): void {
    this.#url = url.href;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  getAllResponseHeaders(): string {
    return [...(this.#answer?.headers ?? [])].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  abort(): void {
    this.onabort();
    this.onloadend();
  }

  send(body: FormData): void {
    this.upload.onprogress?.({ loaded: 10, total: 20, lengthComputable: true });
    void fetch(this.#url, { method: 'POST', headers: this.#headers, body })
      .then(async (answer) => {
        this.#answer = answer;
        this.status = answer.status;
        this.response = await answer.arrayBuffer();
        this.upload.onprogress?.({ loaded: 20, total: 20, lengthComputable: true });
        this.onload();
      })
      .catch(() => this.onerror())
      .finally(() => this.onloadend());
  }
}

/** Makes this process a browser for a test, as far as uploads can tell. */
export function beBrowser(t: Test): void {
  Object.assign(globalThis, { XMLHttpRequest: FakeXhr });
  t.teardown(() => Reflect.deleteProperty(globalThis, 'XMLHttpRequest'));
}
