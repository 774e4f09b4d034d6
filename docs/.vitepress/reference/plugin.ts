import type { MarkdownRenderer } from 'vitepress';
import { eventsPage, problemsPage, websocketPage } from './message-pages.ts';
import { sdkPage } from './sdk-page.ts';
import { servicePage } from './service-page.ts';

const pages: Readonly<Record<string, () => string>> = {
  auth: () => servicePage('auth'),
  music: () => servicePage('music'),
  notification: () => servicePage('notification'),
  websocket: websocketPage,
  events: eventsPage,
  problems: problemsPage,
  sdk: sdkPage,
};

function pageOf(name: string): string {
  const page = pages[name];
  if (page === undefined) throw new Error(`There is no reference "${name}".`);
  // Vue does not read the text of the contracts as templates: `{{` in them is text.
  return `${page().replace(/^# .+$/m, (title) => `${title}\n\n::::: v-pre`)}\n\n:::::`;
}

/**
 * Replaces a line `<!-- reference: music -->` by what the contract says. Not a dynamic route of VitePress, because its search
 * does not find those.
 */
export function referencePages(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before('normalize', 'reference-pages', (state) => {
    state.src = state.src.replace(/^<!-- reference: (\w+) -->$/m, (_line, name: string) => pageOf(name));
  });
}
