import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts the tokens that users give us, for the database. A token opens for its own account only. */
export class TokenCipher {
  readonly #key: Uint8Array;

  constructor(secrets: { JWT_SECRET: string; LISTENBRAINZ_TOKEN_SECRET?: string | undefined }) {
    const secret = secrets.LISTENBRAINZ_TOKEN_SECRET ?? secrets.JWT_SECRET;
    // Derived (RFC 5869), so that the key of the access tokens is used for nothing else.
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'downbeat listenbrainz tokens v1', 32));
  }

  seal(userId: string, token: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, iv).setAAD(Buffer.from(userId));
    const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Null when the secret has changed since, or it belongs to another account. */
  open(userId: string, text: string): string | null {
    const bytes = Buffer.from(text, 'base64url');
    const [iv, tag, sealed] = [
      bytes.subarray(0, IV_BYTES),
      bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
      bytes.subarray(IV_BYTES + TAG_BYTES),
    ];
    try {
      const decipher = createDecipheriv(ALGORITHM, this.#key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(userId)).setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
    } catch {
      return null;
    }
  }
}
