import type { ListeningSession } from '../../../src/generated/schemas.gen.ts';
import type { Music, Person } from '../../kit/music.ts';
import type { Harness } from './harness.ts';

/** A session with one member of each role, and a person who is no member. */
export interface Cast {
  readonly session: ListeningSession;
  readonly people: Readonly<Record<'owner' | 'coHost' | 'dj' | 'listener' | 'stranger', Person>>;
  /** Calls a route of the session, e.g. `call(people.owner, 'PUT', '/members/<id>/role', { role: 'dj' })`. */
  readonly call: (who: Person, method: string, path: string, body?: object, at?: Music) => Promise<Response>;
  readonly join: (who: Person, inviteCode?: string) => Promise<Response>;
}

/** Opens a session, lets people join, and gives them their roles. */
export async function createCast(harness: Harness, change: object = {}): Promise<Cast> {
  const { music, owner } = harness;
  const session = await harness.session(change);
  const call: Cast['call'] = (who, method, path, body, at = music) =>
    at.send(method, `/api/music/sessions/${session.id}${path}`, who, body);
  const people = {
    owner,
    coHost: await harness.guest(session, 'Cora'),
    dj: await harness.guest(session, 'Dan'),
    listener: await harness.guest(session, 'Lea'),
    stranger: music.person('listener', 'Sid'),
  };
  for (const role of ['coHost', 'dj'] as const) {
    const { status } = await call(owner, 'PUT', `/members/${people[role].id}/role`, { role });
    if (status !== 204) throw new Error(`the role ${role} was not given: ${status}`);
  }
  const join: Cast['join'] = (who, inviteCode = session.inviteCode) =>
    music.send('POST', '/api/music/sessions/join', who, { inviteCode });
  return { session, people, call, join };
}
