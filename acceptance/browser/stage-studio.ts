// The screens of the studio.
import { place, type ScreenToSee } from './stage-navigation.ts';

export const studioScreens: readonly ScreenToSee[] = [
  { name: 'studio', open: (page) => place(page, 'Studio') },
  {
    name: 'studio-lyrics',
    open: async (page) => {
      await page.getByRole('button', { name: 'More for Slow Tide' }).click();
      await page.getByRole('menuitem', { name: 'Lyrics' }).click();
      await page.getByLabel('Text').waitFor();
    },
  },
  {
    name: 'studio-edit',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page
        .getByRole('button', { name: /^More for/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
      await page.getByRole('dialog').getByLabel('Title').waitFor();
    },
  },
  {
    name: 'studio-edit-end',
    open: (page) => page.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'studio-several',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Edit several' }).click();
      await page.getByRole('checkbox').first().click();
      await page.getByText('1 chosen').waitFor();
    },
  },
  {
    name: 'studio-several-edit',
    open: async (page) => {
      await page.getByRole('button', { name: 'Edit the chosen' }).click();
      await page.getByRole('dialog', { name: 'Edit 1 track' }).waitFor();
    },
  },
  {
    name: 'studio-album',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Upload an album' }).click();
      const album = page.getByRole('dialog', { name: 'Upload an album' });
      const file = { mimeType: 'audio/mpeg', buffer: Buffer.from('not sent') };
      const files = ['1 A Map of the Rooms We Have Not Been In Yet.mp3', '2 Ostinato.mp3'];
      await album.getByLabel('Files of the album').setInputFiles(files.map((name) => ({ ...file, name })));
      await album.getByRole('button', { name: 'Upload 2 tracks' }).waitFor();
    },
  },
];
