// How the pictures and axe come from one screen of the page to another.
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** The screens of the page. `open` is called on a page that shows the home screen, and stays there. */
export interface ScreenToSee {
  name: string;
  open(page: Page, stage: Stage): Promise<unknown>;
}

export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { name }).first().waitFor();
export const place = async (page: Page, name: string): Promise<void> => {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  const main = page.getByRole('main');
  const tab = navigation.getByRole('link', { name, exact: true });
  if (await tab.isVisible()) await tab.click();
  else {
    // A phone has four tabs: the home screen leads to the account, and that to the studio.
    await navigation.getByRole('link', { name: 'Home', exact: true }).click();
    await main.getByRole('link', { name: 'Account' }).click();
    if (name === 'Studio') await main.getByRole('link', { name }).click();
  }
  await heading(page, name);
};
