// The screens of rooms.
import type { Page } from 'playwright-core';
import { OWN_ROOM } from './stage.ts';
import { heading, place, type ScreenToSee } from './stage-navigation.ts';

const openCode = async (page: Page, code: string): Promise<void> => {
  await place(page, 'Rooms');
  await page.getByRole('textbox', { name: 'Invite code' }).fill(code);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
};

const inviteButton = (page: Page) => page.getByRole('button', { name: 'Invite', exact: true });
const qrCode = (page: Page) => page.getByRole('img', { name: 'QR code of the invite link' }).locator('path');

export const roomScreens: readonly ScreenToSee[] = [
  {
    name: 'rooms',
    open: async (page) => {
      await place(page, 'Rooms');
      await page.getByRole('region', { name: 'Your rooms' }).getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'room',
    open: async (page) => {
      await page.keyboard.press('f');
      await page.getByRole('link', { name: 'Listen together' }).click();
      await page.getByRole('region', { name: 'Listening session' }).waitFor();
      if (!(await inviteButton(page).isVisible())) await qrCode(page).waitFor();
    },
  },
  {
    // Where the room has no column for it, a button shows it.
    name: 'invite',
    open: async (page) => {
      if (await inviteButton(page).isVisible()) await inviteButton(page).click();
      await qrCode(page).waitFor();
    },
  },
  {
    name: 'room-together',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await place(page, 'Rooms');
      await page.getByRole('button', { name: `Enter ${OWN_ROOM}` }).click();
      await page.getByRole('link', { name: `Open ${OWN_ROOM}` }).click();
      await page.getByRole('list', { name: 'Queue' }).getByText('added by Omar Haddad').first().waitFor();
    },
  },
  {
    name: 'room-sync',
    open: async (page) => {
      await page.locator('.sync summary').first().click();
      await page.getByRole('region', { name: 'Everyone' }).waitFor();
    },
  },
  {
    name: 'room-menu',
    open: async (page) => {
      await page
        .getByRole('list', { name: 'Queue' })
        .getByRole('button', { name: 'More for Ostinato' })
        .click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'room-request',
    open: async (page, stage) => {
      await page.keyboard.press('Escape');
      await stage.askToJoin();
      await page.getByRole('button', { name: 'Accept Tom Berg' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'room-request-elsewhere',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByText('Tom Berg asks to join.').waitFor();
    },
  },
  {
    name: 'member-menu',
    open: async (page) => {
      await page.getByRole('link', { name: 'Answer' }).click();
      await page.getByRole('button', { name: 'More for Omar Haddad' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'rules',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'More for this room' }).click();
      await page.getByRole('menuitem', { name: 'Rules' }).click();
      await page.getByRole('dialog', { name: 'Rules of this room' }).waitFor();
    },
  },
  {
    name: 'rules-end',
    open: (page) => page.getByRole('button', { name: 'New invite code' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'room-waiting',
    open: async (page, { approvalCode }) => {
      await page.keyboard.press('Escape');
      await openCode(page, approvalCode);
      await page.getByText('Mia Lindqvist has been asked whether you may join Rehearsal.').waitFor();
    },
  },
  {
    name: 'room-locked',
    open: async (page, { lockedCode }) => {
      await openCode(page, lockedCode);
      await heading(page, 'This room is locked');
    },
  },
  {
    name: 'invitation',
    open: async (page, { inviteCode }) => {
      await openCode(page, inviteCode);
      await heading(page, 'Mia Lindqvist invites you');
    },
  },
  {
    name: 'invitation-unknown',
    open: async (page) => {
      await openCode(page, 'ABCD2345');
      await heading(page, 'This invitation leads nowhere');
    },
  },
  {
    name: 'room-ended',
    open: async (page, stage) => {
      const lastOrders = await stage.openRoom();
      await openCode(page, lastOrders.inviteCode);
      await heading(page, 'You are invited to Last orders');
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      await page.getByRole('region', { name: 'Listening session' }).waitFor();
      await lastOrders.end();
      await heading(page, 'You are out of the room');
    },
  },
];
