import { newId } from '@downbeat/shared/ids';
import { SignJWT } from 'jose';
import { jwtSecret } from './app.ts';

export interface TokenOptions {
  role?: 'listener' | 'artist' | 'admin' | 'guest';
  authSessionId?: string;
  /** Seconds from now. */
  expiresIn?: number;
}

/** An access token as auth signs it. */
export async function accessToken({
  role = 'admin',
  authSessionId = newId(),
  expiresIn = 900,
}: TokenOptions = {}) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sid: authSessionId, role, name: 'Ada', email_verified: true };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(newId())
    .setIssuer('downbeat')
    .setAudience('downbeat-api')
    .setJti(newId())
    .setIssuedAt(now - 3600)
    .setExpirationTime(now + expiresIn)
    .sign(Buffer.from(jwtSecret));
}
