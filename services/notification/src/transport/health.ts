import type { Dependency } from '@downbeat/shared/backing';
import type { Transport } from './transport.ts';

const KEEP_VERDICT_MS = { smtp: 3_000, gmail: 60_000 } satisfies Record<Transport['name'], number>;

/**
 * The mail server as `/readyz` shows it: not required, because mails wait in the ledger. A verdict is kept for a
 * while, so that probes do not sign in to Gmail every few seconds.
 */
export function mailDependency(transport: Transport): Dependency {
  let verdict: Promise<void> | undefined;
  let askAgainAt = 0;
  return {
    name: 'smtp',
    required: false,
    async check() {
      const now = performance.now();
      if (!verdict || now > askAgainAt) {
        askAgainAt = now + KEEP_VERDICT_MS[transport.name];
        verdict = transport.verify();
        // Whoever asks sees it; a verdict that nobody waits for any more must not end the process.
        verdict.catch(() => undefined);
      }
      await verdict;
    },
  };
}
