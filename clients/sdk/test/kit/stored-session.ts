import type { StoredSession } from '../../src/index.ts';

/** What a store keeps of Ada's sign-in. */
export const session: StoredSession = {
  accessToken: 'a-1',
  refreshToken: 'r-1',
  expiresAtMs: Date.now() + 900_000,
  user: {
    id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
    email: 'ada@example.org',
    displayName: 'Ada',
    role: 'listener',
    emailVerified: true,
    createdAt: '2026-01-01T00:00:00.000Z',
  },
};
