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

/**
 * Vue must not read the text of the contracts as templates: `{{` in them is text. VitePress sees to code itself. One `v-pre`
 * around a whole page would do it, too, but then Vue keeps each element in the script of the page, twice, instead of in its HTML.
 */
const CODE_OR_BRACES = /^```[\s\S]*?^```|`[^`\n]*`|\{\{/gm;

function pageOf(name: string): string {
  const page = pages[name];
  if (page === undefined) throw new Error(`There is no reference "${name}".`);
  return page().replace(CODE_OR_BRACES, (text) => (text === '{{' ? '<span v-pre>{{</span>' : text));
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
