// The pages of the reference, made from the contracts at the build.
import { eventsPage, problemsPage, websocketPage } from '../.vitepress/reference/message-pages.ts';
import { servicePage } from '../.vitepress/reference/service-page.ts';

const services = ['auth', 'music', 'notification'];

// Vue does not read the text of the contracts as templates: `{{` in them is text.
const page = (name: string, text: string) => ({
  params: { page: name },
  content: text.replace(/^# .+$/m, (title) => `${title}\n\n::::: v-pre`) + '\n\n:::::\n',
});

export default {
  paths: () => [
    ...services.map((name) => page(name, servicePage(name))),
    page('websocket', websocketPage()),
    page('events', eventsPage()),
    page('problems', problemsPage()),
  ],
};
