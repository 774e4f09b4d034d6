import type { Track } from '@downbeat/sdk';
import { fieldOf } from '../../format.ts';
import { Field } from '../../parts/field.tsx';
import { Options } from '../../parts/options.tsx';

type Visibility = Track['visibility'];

/** What each visibility is called, and what it means. */
export const visibilities = {
  public: ['Public', 'Everyone finds and plays it'],
  unlisted: ['Unlisted', 'In no list; plays in playlists and rooms'],
  private: ['Private', 'Only you see and hear it'],
} as const satisfies Record<Visibility, readonly [string, string]>;

/** What a field for a cover accepts. */
export const COVER_FILES = 'image/jpeg,image/png,image/webp';

/** Who sees a track. `kept` is one more, which is taken at first. */
export function VisibilityOptions(props: { value?: Visibility; kept?: string }) {
  return <Options legend="Who sees it" name="visibility" options={visibilities} {...props} />;
}

interface TextsProps {
  track?: Pick<Track, 'album' | 'albumArtist' | 'genre' | 'year'>;
  /** What an empty field means. */
  hint?: string;
  isAlbumRequired?: boolean;
}

/** An upload takes years of fewer digits from its tags; such a one may stay. */
const leastYear = (present: number | null = null): number => Math.min(1000, present ?? 1000);

/** What one track has in common with others. */
export function SharedFields({ track, hint, isAlbumRequired }: TextsProps) {
  const common = { autocomplete: 'off', maxLength: 200, hint } as const;
  return (
    <>
      <Field
        {...common}
        label="Album"
        name="album"
        required={isAlbumRequired}
        defaultValue={track?.album ?? ''}
      />
      <Field
        {...common}
        label="Artist of the album"
        name="albumArtist"
        hint={hint ?? 'For an album of several artists the same on each of its tracks.'}
        defaultValue={track?.albumArtist ?? ''}
      />
      <Field {...common} label="Genre" name="genre" defaultValue={track?.genre ?? ''} />
      <Field
        label="Year"
        name="year"
        type="number"
        inputMode="numeric"
        min={leastYear(track?.year)}
        max={9999}
        autocomplete="off"
        hint={hint}
        defaultValue={track?.year ?? ''}
      />
    </>
  );
}

/** The text of a field without what surrounds it; null when it is empty. */
export function textIn(form: FormData, name: string): string | null {
  const text = fieldOf(form, name).trim();
  return text === '' ? null : text;
}

export function numberIn(form: FormData, name: string): number | null {
  const text = textIn(form, name);
  return text === null ? null : Number(text);
}

export const visibilityIn = (form: FormData): Visibility | null =>
  textIn(form, 'visibility') as Visibility | null;
