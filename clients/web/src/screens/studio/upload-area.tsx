import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { FileButton } from '../../parts/file-button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { user } from '../../state/account.ts';
import {
  addUploads,
  AUDIO_FILES,
  cancelUpload,
  clearUploads,
  retryUpload,
  takeAudio,
  uploads,
  type Upload,
} from '../../state/uploads.ts';
import { AlbumUpload } from './album-upload.tsx';

/** A browser opens a file that falls beside the area in place of the page, and the music ends. */
function refuseDrag(event: DragEvent): void {
  if (event.defaultPrevented) return;
  event.preventDefault();
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
}

function useRefusedDrags(): void {
  useEffect(() => {
    addEventListener('dragover', refuseDrag);
    addEventListener('drop', refuseDrag);
    return () => {
      removeEventListener('dragover', refuseDrag);
      removeEventListener('drop', refuseDrag);
    };
  }, []);
}

/** Takes files by drag or by choice, several at once. */
export function UploadArea() {
  const isOver = useSignal(false);
  const isAlbum = useSignal(false);
  useRefusedDrags();
  const take = (files: Iterable<File>): void => addUploads(takeAudio(files).map((file) => ({ file })));
  return (
    <section class="section" aria-label="Upload">
      {user.value?.emailVerified === false && <VerifyFirst />}
      <div
        class={isOver.value ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => (isOver.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          isOver.value = false;
          take(event.dataTransfer?.files ?? []);
        }}
      >
        <Icon name="studio" />
        <p>Drop music here. Title, album and cover come from the files.</p>
        <div class="actions">
          <FileButton label="Music files" accept={AUDIO_FILES} onChoose={take} multiple>
            Choose files
          </FileButton>
          <button type="button" class="button" onClick={() => (isAlbum.value = true)}>
            Upload an album
          </button>
        </div>
      </div>
      <UploadList />
      {isAlbum.value && <AlbumUpload onClose={() => (isAlbum.value = false)} />}
    </section>
  );
}

function VerifyFirst() {
  return (
    <p class="hint-box">
      Confirm your e-mail address; uploads may need it.{' '}
      <Link class="link" href={addresses.account}>
        Confirm it
      </Link>
    </p>
  );
}

function UploadList() {
  if (uploads.value.length === 0) return null;
  return (
    <>
      <ul class="uploads" aria-label="Uploads">
        {uploads.value.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
      <button type="button" class="button" onClick={clearUploads}>
        Clear the list
      </button>
    </>
  );
}

function wordsOf({ state, sentShare, reason }: Upload): string {
  if (state.value === 'waiting') return 'Waits';
  if (state.value === 'done') return 'In the library';
  if (state.value === 'known') return `You have uploaded this file before, as ${reason.value ?? ''}.`;
  if (state.value === 'failed') return reason.value ?? 'Failed';
  return sentShare.value < 1 ? `${Math.floor(sentShare.value * 100)} % sent` : 'Is checked and stored';
}

function UploadRow({ upload }: { upload: Upload }) {
  const { file, state, sentShare } = upload;
  const isUnfinished = state.value === 'waiting' || state.value === 'sending';
  return (
    <li class={`upload upload-${state.value}`}>
      <span class="row-text">
        <strong>{file.name}</strong>
        <span class={state.value === 'failed' ? 'bad' : 'muted'}>{wordsOf(upload)}</span>
      </span>
      {state.value === 'failed' && (
        <button type="button" class="button" onClick={() => retryUpload(upload)}>
          Try again
        </button>
      )}
      {state.value === 'known' && <Decision upload={upload} />}
      {state.value === 'sending' && (
        <progress
          aria-label={`Upload of ${file.name}`}
          value={sentShare.value < 1 ? sentShare.value : undefined}
        />
      )}
      {isUnfinished && (
        <button
          type="button"
          class="button"
          aria-label={`Cancel ${file.name}`}
          onClick={() => cancelUpload(upload)}
        >
          Cancel
        </button>
      )}
      {state.value === 'done' && <Icon name="check" />}
    </li>
  );
}

/** What becomes of a file that the user has uploaded before. */
function Decision({ upload }: { upload: Upload }) {
  const { name } = upload.file;
  return (
    <>
      <button type="button" class="button" aria-label={`Skip ${name}`} onClick={() => cancelUpload(upload)}>
        Skip
      </button>
      <button
        type="button"
        class="button"
        aria-label={`Keep both of ${name}`}
        onClick={() => retryUpload(upload)}
      >
        Keep both
      </button>
    </>
  );
}
