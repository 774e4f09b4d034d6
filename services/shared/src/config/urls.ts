import type { StringOptions, TString } from '@sinclair/typebox';
import { checked } from './checked.ts';

/** Whether this text is an absolute URL of HTTP, in clear or by TLS. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}

/** Where something is called by HTTP. */
export function httpUrl(options: StringOptions): TString {
  return checked((value) => (isHttpUrl(value) ? undefined : 'must be an absolute http(s) URL'), options);
}
