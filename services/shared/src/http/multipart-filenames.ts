import { MIMEType } from 'node:util';
import { decodeExtended, parse } from 'content-disposition';
import type { FastifyRequest } from 'fastify';

/** A longer head of a part is not read. */
const MAX_HEAD_BYTES = 16 * 1024;
/** Parts of a form; a file with more delimiters in it is crafted. */
const MAX_HEADS = 100;
const HEAD_END = '\r\n\r\n';

export interface FilenameCollector {
  /** The file names in `filename*` (RFC 8187), by the names of the parts. */
  readonly filenames: ReadonlyMap<string, string>;
  readonly stop: () => void;
}

function delimiterOf(contentType: string | undefined): Buffer | null {
  try {
    const boundary = new MIMEType(contentType ?? '').params.get('boundary');
    return boundary === null ? null : Buffer.from(`--${boundary}\r\n`, 'latin1');
  } catch {
    return null;
  }
}

/** Reads the head of one part: of several names of a file, the extended one is meant (RFC 6266, 4.3) if it can be decoded. */
function readHead(head: string, filenames: Map<string, string>): void {
  const line = head.split('\r\n').find((header) => /^content-disposition:/i.test(header)) ?? '';
  if (!line.includes('*=')) return;
  const { parameters } = parse(line.slice(line.indexOf(':') + 1).trim(), { extended: false });
  const { name, filename: plain, 'filename*': extended } = parameters;
  const filename = decodeExtended(extended ?? '') ?? (plain && Buffer.from(plain, 'latin1').toString());
  if (name !== undefined && filename !== undefined) filenames.set(name, filename);
}

/**
 * Collects the extended file names of a form while it arrives. The multipart parser drops them when there is a plain name,
 * too, so this reads the same bytes beside it. To be called when the parser has begun to read.
 */
export function collectFilenames({ raw }: FastifyRequest): FilenameCollector {
  const filenames = new Map<string, string>();
  const delimiter = delimiterOf(raw.headers['content-type']);
  if (delimiter === null) return { filenames, stop: () => undefined };
  let rest: Buffer = Buffer.alloc(0);
  let restIsHead = false;
  let heads = 0;
  /** The bytes to look at. A file is not copied: the rest is needed only for what begins in it. */
  const withRest = (chunk: Buffer): Buffer => {
    const seam = Buffer.concat([rest, chunk.subarray(0, delimiter.length - 1)]);
    const isNeeded = restIsHead || chunk.length < delimiter.length || seam.includes(delimiter);
    return isNeeded ? Buffer.concat([rest, chunk]) : chunk;
  };
  const read = (chunk: Buffer) => {
    if (heads >= MAX_HEADS) return;
    const bytes = withRest(chunk);
    let at = bytes.indexOf(delimiter);
    while (at !== -1) {
      const end = bytes.indexOf(HEAD_END, at);
      if (end === -1) break;
      heads += 1;
      readHead(bytes.toString('latin1', at + delimiter.length, end), filenames);
      at = bytes.indexOf(delimiter, end);
    }
    restIsHead = at !== -1 && bytes.length - at <= MAX_HEAD_BYTES;
    rest = bytes.subarray(restIsHead ? at : Math.max(0, bytes.length - delimiter.length + 1));
  };
  raw.on('data', read);
  return { filenames, stop: () => void raw.off('data', read) };
}
