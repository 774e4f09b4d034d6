import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Icon } from '../../parts/icon.tsx';
import { user } from '../../state/account.ts';
import { notice } from '../../state/notice.ts';
import {
  addUploads,
  cancelUpload,
  clearUploads,
  retryUpload,
  uploads,
  type Upload,
} from '../../state/uploads.ts';

/** Takes files by drag or by choice, several at once. */
export function UploadArea() {
  const isOver = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: Iterable<File>): void => {
    const ignored = addUploads(files);
    if (ignored > 0)
      notice.value = `${countText(ignored, 'file')} left out: only MP3, FLAC, Ogg, M4A and WAV are taken.`;
  };
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
        <button type="button" class="button" onClick={() => input.current?.click()}>
          Choose files
        </button>
        <input
          ref={input}
          class="unseen"
          type="file"
          tabIndex={-1}
          aria-label="Music files"
          accept="audio/*,.mp3,.flac,.ogg,.opus,.m4a,.wav"
          multiple
          onChange={(event) => {
            take(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <UploadList />
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

function wordsOf({ state, sentShare, failure }: Upload): string {
  if (state.value === 'waiting') return 'Waits';
  if (state.value === 'done') return 'In the library';
  if (state.value === 'failed') return failure.value ?? 'Failed';
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
