const FINAL_TEXT = 0x81;
const SHORT = 125;
const MEDIUM = 0xffff;

function headerOf(length: number): Buffer {
  if (length <= SHORT) return Buffer.from([FINAL_TEXT, length]);
  if (length <= MEDIUM) {
    const header = Buffer.from([FINAL_TEXT, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = FINAL_TEXT;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/**
 * One whole, unmasked text frame (RFC 6455, section 5.2), as a server sends it without extensions: the same bytes for
 * every reader, so that a broadcast is framed once.
 */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([headerOf(payload.length), payload]);
}
