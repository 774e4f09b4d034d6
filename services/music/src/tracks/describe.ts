import { MAX_TEXT_LENGTH } from '../audio/limits.ts';
import { tidyText } from '../audio/tidy-text.ts';
import type { Examined } from './examine.ts';
import type { TrackRecord } from './track.ts';
import type { UploadForm } from './upload.ts';

export interface Author {
  id: string;
  name: string;
}

const UNTITLED = 'Untitled';

const shown = (text: string | undefined): string | null => tidyText(text, MAX_TEXT_LENGTH);

/** The track that an upload makes: the form wins over the file's own tags, and they over the file's name. */
export function describe(
  id: string,
  author: Author,
  form: UploadForm,
  { kind, tags, cover }: Examined,
): TrackRecord {
  const { text, audio } = form;
  return {
    id,
    title: shown(text.title) ?? tags.title ?? shown(audio.stem) ?? UNTITLED,
    artist: author,
    taggedArtist: shown(text.artist) ?? tags.artist,
    album: shown(text.album) ?? tags.album,
    genre: shown(text.genre) ?? tags.genre,
    year: text.year ?? tags.year,
    trackNumber: text.trackNumber ?? tags.trackNumber,
    durationMs: tags.durationMs,
    contentType: kind.contentType,
    bytes: audio.file.bytes,
    hasCover: cover !== null,
    createdAt: new Date().toISOString(),
  };
}
