import { existsSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { observeSound } from './sound.ts';

const executables = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Chromium with sound and without a screen; its background traffic to the internet is off.
 *
 * @param mayPlay whether pages sound before the first click; the browsers of users do not let them
 */
export async function launchBrowser({ mayPlay = true } = {}): Promise<Browser> {
  const executablePath = executables.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined)
    throw new Error('Chromium was not found; install it or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: [
      `--autoplay-policy=${mayPlay ? 'no-user-gesture-required' : 'document-user-activation-required'}`,
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * Opens a page in a browser context of its own, with its sound observed.
 *
 * @param urls other services than those that the page's server names; its content security policy is then bypassed
 * @param device its screen and input; those of a desk by default
 */
export async function openPage(
  browser: Browser,
  webUrl: string,
  urls?: object,
  device: BrowserContextOptions = { viewport: { width: 1100, height: 760 } },
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    ...device,
    bypassCSP: urls !== undefined,
    // A service worker would ask for the settings itself, past the route below.
    serviceWorkers: urls === undefined ? 'allow' : 'block',
  });
  await context.addInitScript(observeSound);
  if (urls !== undefined) await context.route('**/config.json', (route) => route.fulfill({ json: urls }));
  const page = await context.newPage();
  await page.goto(webUrl);
  return { page, context };
}
