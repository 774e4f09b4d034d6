import { SaxesParser } from 'saxes';

/** An upload in parts that has not ended. */
export interface PartialUpload {
  name: string;
  uploadId: string;
}

/** The texts of all elements of an answer, in their order. The answers of S3 that we read need no more. */
function textsOf(xml: string): [element: string, text: string][] {
  const texts: [string, string][] = [];
  let current = '';
  const parser = new SaxesParser();
  parser.on('opentag', () => (current = ''));
  parser.on('text', (text) => (current += text));
  parser.on('closetag', ({ name }) => {
    texts.push([name, current.trim()]);
    current = '';
  });
  try {
    parser.write(xml).close();
  } catch {
    return [];
  }
  return texts;
}

/** The text of the first element of this name; null without one, or when the answer is not XML. */
export const elementOf = (xml: string, name: string): string | null =>
  textsOf(xml).find(([element]) => element === name)?.[1] ?? null;

/** The code of an error, for example `SlowDown`; null when the answer is none. An answer with status 200 can be one. */
export const errorCodeOf = (xml: string): string | null =>
  textsOf(xml).some(([element]) => element === 'Error') ? elementOf(xml, 'Code') : null;

/** The uploads in a list of those that have not ended. */
export function partialUploadsIn(xml: string): PartialUpload[] {
  const uploads: PartialUpload[] = [];
  let [name, uploadId] = ['', ''];
  for (const [element, text] of textsOf(xml)) {
    if (element === 'Key') name = text;
    else if (element === 'UploadId') uploadId = text;
    else if (element === 'Upload') uploads.push({ name, uploadId });
  }
  return uploads;
}

/** The body that puts the parts of an upload together. ETags come from the server, with quotes. */
export function completionOf(etags: readonly string[]): string {
  const parts = etags.map((etag, index) => {
    const text = etag.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<Part><PartNumber>${index + 1}</PartNumber><ETag>${text}</ETag></Part>`;
  });
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`;
}
