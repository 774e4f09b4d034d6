import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { Presence } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { ConnectionIdentity } from '../model/members.ts';
import type { PresenceStore, SaidPresence } from '../store/presence-store.ts';

interface PresenceCollectorDeps {
  readonly presence: Pick<PresenceStore, 'setPresence'>;
  readonly logger: Logger;
}

/**
 * Collects for a moment what the members of a session on this instance say of their presence: at the beginning of a track
 * a thousand members may be buffering, and that must not be a thousand messages to each of them.
 */
export class PresenceCollector {
  readonly #deps: PresenceCollectorDeps;
  readonly #said = new Map<string, Map<string, SaidPresence>>();
  #isFailing = false;

  constructor(deps: PresenceCollectorDeps) {
    this.#deps = deps;
  }

  add({ sessionId, memberId, ticket }: ConnectionIdentity, presence: Presence): void {
    const said = this.#said.get(sessionId) ?? this.#begin(sessionId);
    said.set(memberId, { memberId, ticket, presence });
  }

  #begin(sessionId: string): Map<string, SaidPresence> {
    const said = new Map<string, SaidPresence>();
    this.#said.set(sessionId, said);
    setTimeout(() => void this.#tell(sessionId, said), limits.presenceMs).unref();
    return said;
  }

  /** Never rejects. What Redis does not take is told later, each second. */
  async #tell(sessionId: string, said: ReadonlyMap<string, SaidPresence>): Promise<void> {
    const { presence, logger } = this.#deps;
    this.#said.delete(sessionId);
    try {
      await presence.setPresence(sessionId, [...said.values()]);
      this.#isFailing = false;
    } catch (error) {
      const reason = reasonOf(error);
      if (!this.#isFailing) logger.warn({ sessionId, reason }, 'the presence of members could not be told');
      this.#isFailing = true;
      const later = this.#said.get(sessionId) ?? this.#begin(sessionId);
      for (const [memberId, one] of said) if (!later.has(memberId)) later.set(memberId, one);
    }
  }
}
