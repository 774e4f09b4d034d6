import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { countText } from '../../format.ts';
import { Cover } from '../../parts/cover.tsx';
import { Dialog, FormActions } from '../../parts/dialog.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Options } from '../../parts/options.tsx';
import { Reorder } from '../../parts/reorder.tsx';
import { notice } from '../../state/notice.ts';
import { addUploads, AUDIO_FILES, takeAudio, type UploadFields } from '../../state/uploads.ts';
import {
  COVER_FILES,
  numberIn,
  SharedFields,
  textIn,
  visibilityIn,
  VisibilityOptions,
} from './edit-fields.tsx';

let lastId = 0;

const byName = new Intl.Collator('en', { numeric: true });

/** Where the numbers of the tracks come from. */
const numberings = {
  order: ['The order below', 'Numbers from 1'],
  tags: ['The files', 'Disc and number of their tags'],
} as const;

interface AlbumFile {
  readonly id: string;
  readonly file: File;
}

/** Several files with one form: what they have in common, their order and one cover. */
export function AlbumUpload({ onClose }: { onClose: () => void }) {
  const files = useSignal<readonly AlbumFile[]>([]);
  const cover = useSignal<File | null>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (files.value.length === 0) {
      notice.value = 'Choose the files of the album first.';
      return;
    }
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const common = fieldsOf(form, cover.value);
    const isNumbered = form.get('numbering') === 'order';
    addUploads(
      files.value.map(({ file }, index) => ({
        file,
        fields: { ...common, ...(isNumbered && { trackNumber: index + 1 }) },
      })),
    );
    onClose();
  };
  return (
    <Dialog title="Upload an album" onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <CoverChoice choice={cover} />
        <SharedFields isAlbumRequired />
        <Options legend="Track numbers come from" name="numbering" options={numberings} value="order" />
        <Files files={files} />
        <VisibilityOptions value="public" />
        <FormActions
          yes={files.value.length === 0 ? 'Upload' : `Upload ${countText(files.value.length, 'track')}`}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** What was entered; the service takes the rest from the tags of each file. */
function fieldsOf(form: FormData, cover: File | null): UploadFields {
  const [album, albumArtist, genre] = ['album', 'albumArtist', 'genre'].map((name) => textIn(form, name));
  const [year, visibility] = [numberIn(form, 'year'), visibilityIn(form)];
  return {
    ...(album && { album }),
    ...(albumArtist && { albumArtist }),
    ...(genre && { genre }),
    ...(year !== null && { year }),
    ...(visibility !== null && { visibility }),
    ...(cover !== null && { cover }),
  };
}

/** The files in their order, by name at first. */
function Files({ files }: { files: Signal<readonly AlbumFile[]> }) {
  const take = (chosen: File[]): void => {
    const added = takeAudio(chosen).map((file) => ({ id: String((lastId += 1)), file }));
    files.value = [...files.value, ...added.sort((a, b) => byName.compare(a.file.name, b.file.name))];
  };
  return (
    <section class="album-files" aria-label="Files">
      <FileButton label="Files of the album" accept={AUDIO_FILES} onChoose={take} multiple>
        {files.value.length === 0 ? 'Choose the files' : 'Add files'}
      </FileButton>
      {files.value.length > 0 && (
        <Reorder
          label="Order of the tracks"
          items={files.value}
          nameOf={({ file }) => file.name}
          onOrder={(order) => (files.value = order)}
          render={({ id, file }, index) => (
            <span class="album-file">
              <span class="row-text">
                {index + 1}. {file.name}
              </span>
              <IconButton
                icon="close"
                label={`Leave out ${file.name}`}
                onClick={() => (files.value = files.value.filter((one) => one.id !== id))}
              />
            </span>
          )}
        />
      )}
    </section>
  );
}

/** One picture for all tracks; without it each has the one in its file. */
function CoverChoice({ choice }: { choice: Signal<File | null> }) {
  const url = useObjectUrl(choice.value);
  return (
    <div class="edit-cover">
      {url === null ? (
        <Cover track={{ title: '', coverUrl: null }} />
      ) : (
        <img class="cover" src={url} alt="" width="300" height="300" />
      )}
      <div class="edit-cover-text">
        <p class="muted" aria-live="polite">
          {choice.value?.name ?? 'JPEG, PNG or WebP; without one, those in the files'}
        </p>
        <div class="dialog-actions">
          <FileButton
            label="Cover of the album"
            accept={COVER_FILES}
            onChoose={([file]) => (choice.value = file ?? null)}
          >
            Choose a cover
          </FileButton>
        </div>
      </div>
    </div>
  );
}

/** The address of a file for this page, as long as it is shown. */
function useObjectUrl(file: File | null): string | null {
  const url = useMemo(() => (file === null ? null : URL.createObjectURL(file)), [file]);
  useEffect(
    () => () => {
      if (url !== null) URL.revokeObjectURL(url);
    },
    [url],
  );
  return url;
}
