// The documentation site: `npm run build -w docs` writes it to docs/.vitepress/dist. The page's server has it at /docs/.
import { type DefaultTheme, defineConfig } from 'vitepress';
import { colourClasses, colourFile, writeColours } from './build/code-colours.ts';
import { moveInlineScripts, writeInlineScripts } from './build/inline-scripts.ts';
import { repositoryPaths } from './build/repository-paths.ts';
import { referencePages } from './reference/plugin.ts';

const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Guides',
    items: [
      { text: 'Start here', link: '/' },
      { text: 'App developers', link: '/app-developers' },
      { text: 'curl and Postman', link: '/curl-and-postman' },
      { text: 'Listeners', link: '/listeners' },
      { text: 'Artists', link: '/artists' },
      { text: 'Operators', link: '/operators' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'The SDK', link: '/sdk' },
      { text: 'Reference of the SDK', link: '/reference/sdk' },
      { text: 'API of auth', link: '/reference/auth' },
      { text: 'API of music', link: '/reference/music' },
      { text: 'API of notification', link: '/reference/notification' },
      { text: 'Listening protocol', link: '/listening-protocol' },
      { text: 'WebSocket messages', link: '/reference/websocket' },
      { text: 'Events', link: '/reference/events' },
      { text: 'Problems', link: '/reference/problems' },
      { text: 'Limits', link: '/limits' },
    ],
  },
  {
    text: 'Operation',
    items: [
      { text: 'Operating', link: '/operations' },
      { text: 'Security', link: '/security' },
      { text: 'Scaling', link: '/scaling' },
    ],
  },
  {
    text: 'Contributors',
    items: [
      { text: 'Architecture', link: '/architecture' },
      { text: 'Add an endpoint', link: '/add-an-endpoint' },
      { text: 'Add a WebSocket command', link: '/add-a-websocket-command' },
      { text: 'Add an event and its mail', link: '/add-an-event-and-its-mail' },
      { text: 'Add a field to tracks', link: '/add-a-field-to-tracks' },
      { text: 'The look of the page', link: '/design' },
      { text: 'Search', link: '/search' },
      { text: 'Albums, artists and genres', link: '/catalogue' },
      { text: 'Bench', link: '/bench' },
      { text: 'Drills', link: '/drills' },
    ],
  },
];

export default defineConfig({
  title: 'Downbeat',
  description: 'Guides and reference of Downbeat, a music streaming backend that people can hear in unison',
  lang: 'en',
  base: '/docs/',
  // Without .html; the page's servers find the file.
  cleanUrls: true,
  cacheDir: '../node_modules/.cache/vitepress',
  // The icon of the listening page, which the same server has.
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }],
    ['link', { rel: 'stylesheet', href: `/docs/${colourFile}` }],
  ],
  // The addresses of a local run.
  ignoreDeadLinks: 'localhostLinks',
  // Without its switch of styles, for which VueUse would insert a <style> that the site's policy refuses.
  appearance: { disableTransition: false },
  // In a file of its own, because the site's policy allows no inline script.
  metaChunk: true,
  transformHtml: moveInlineScripts,
  buildEnd: async (site) => {
    await writeInlineScripts(site);
    await writeColours(site);
  },
  markdown: {
    codeTransformers: [colourClasses],
    config: (markdown) => markdown.use(referencePages).use(repositoryPaths),
  },
  themeConfig: {
    nav: [
      {
        text: 'Guides',
        link: '/app-developers',
        activeMatch: '^/(app-developers|curl|listeners|artists|operators)',
      },
      {
        text: 'Reference',
        link: '/reference/music',
        activeMatch: '^/(reference/|sdk|limits|listening-protocol)',
      },
      {
        text: 'Operation',
        link: '/operations',
        activeMatch: '^/(operations|security|scaling)',
      },
      {
        text: 'Contributors',
        link: '/architecture',
        activeMatch: '^/(architecture|add-|design|search|bench|drills)',
      },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
});
