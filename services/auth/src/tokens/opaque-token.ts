import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** 256 random bits, base64url: 43 characters. */
export const newOpaqueToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is kept of an opaque token. It has 256 bits of its own, so a plain hash cannot be searched. */
export const opaqueTokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');
