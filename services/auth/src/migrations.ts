import type { Migration } from '@downbeat/shared/migrations';

/** What changes in stored documents from one release to the next, oldest first. */
export const migrations: readonly Migration[] = [
  {
    name: '0001-rename-address-to-ip',
    up: async (db) => {
      for (const name of ['audit', 'sessions']) {
        const rename = { $rename: { address: 'ip' } };
        await db.collection(name).updateMany({ address: { $exists: true } }, rename);
      }
    },
  },
];
