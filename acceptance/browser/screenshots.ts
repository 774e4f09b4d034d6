// `make screenshots`: pictures of every screen at four widths in both schemes and in forced colours (the system's own, for
// people who need more contrast), in .data/screenshots.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { outsideScreens, screens } from './stage-screens.ts';
import { setStage, signIn, type Stage } from './stage.ts';

const folder = join(import.meta.dirname, '../../.data/screenshots');
const sizes = [
  { width: 320, height: 690 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];
/** Pictures of tracks may come so late; a screen that still loads waits for them in vain. */
const PICTURES_MS = 10_000;
const schemes = ['light', 'dark', 'forced'] as const;
type Scheme = (typeof schemes)[number];
/** For some of them: `ONLY=room WIDTHS=320,1440 SCHEMES=dark make screenshots`. */
const chosen = (name: string, value: string): boolean =>
  process.env[name]?.split(',').includes(value) ?? true;

type Size = (typeof sizes)[number];

async function takePictures(browser: Browser, stage: Stage, viewport: Size, scheme: Scheme): Promise<void> {
  const context = await browser.newContext({
    viewport,
    colorScheme: scheme === 'dark' ? 'dark' : 'light',
    forcedColors: scheme === 'forced' ? 'active' : 'none',
    hasTouch: viewport.width < 1000,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const picture = async (name: string): Promise<void> => {
    if (!chosen('ONLY', name)) return;
    await page.evaluate(async () => {
      await document.fonts.ready;
    });
    await page.waitForLoadState('networkidle', { timeout: PICTURES_MS }).catch(() => undefined);
    await page.screenshot({ path: join(folder, `${name}-${viewport.width}-${scheme}.png`) });
  };
  for (const { name, path, heading } of outsideScreens(stage)) {
    await page.goto(system.webUrl + path);
    await page.getByRole('heading', { name: heading }).waitFor();
    await picture(name);
  }
  await signIn(page, system.webUrl, stage.email);
  for (const screen of screens) {
    await screen.open(page, stage);
    await picture(screen.name);
  }
  await context.close();
  process.stdout.write(`${viewport.width} px, ${scheme}: done\n`);
}

const cleanUp: (() => Promise<void>)[] = [];
const system = await systemUnderTest({ teardown: (run) => cleanUp.push(run) }, { page: true });
const browser = await launchBrowser();
try {
  if (process.env.ONLY === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stage = await setStage(system, browser);
  const all = schemes.flatMap((scheme) => sizes.map((size) => ({ scheme, size })));
  for (const { scheme, size } of all)
    if (chosen('WIDTHS', String(size.width)) && chosen('SCHEMES', scheme))
      await takePictures(browser, stage, size, scheme);
  stage.end();
} finally {
  await browser.close();
  for (const run of cleanUp) await run();
}
process.stdout.write(`${folder}\n`);
process.exit();
