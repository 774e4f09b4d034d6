import type { AudioContentType } from '../../generated/schemas.gen.ts';
import { isFlacCutOff, lacksFlacSound } from './flac.ts';
import { isMp4CutOff } from './mp4.ts';
import { lacksMpegSound } from './mpeg-sound.ts';
import { isMpegCutOff } from './mpeg.ts';
import { isOggCutOff, lacksOggSound } from './ogg.ts';
import { isRiffCutOff } from './riff.ts';
import { withWindows, type Windows } from './window.ts';

const BY_TYPE: Readonly<Record<AudioContentType, (windows: Windows) => Promise<boolean>>> = {
  'audio/mpeg': isMpegCutOff,
  'audio/flac': isFlacCutOff,
  'audio/ogg': isOggCutOff,
  'audio/mp4': isMp4CutOff,
  'audio/wav': isRiffCutOff,
};

/**
 * Whether a file ends before it says it does. Such a file would play as it should until it stops in the middle, at
 * another moment than its duration promises. Told from the head and the tail alone, and in doubt not: a file that is
 * whole must never be refused.
 */
export async function isCutOff(path: string, contentType: AudioContentType): Promise<boolean> {
  return withWindows(path, BY_TYPE[contentType]);
}

/** Of the others, sound looks like anything at all, or is too hard to tell from it. */
const SOUND_BY_TYPE: Partial<Readonly<Record<AudioContentType, (windows: Windows) => Promise<boolean>>>> = {
  'audio/mpeg': lacksMpegSound,
  'audio/flac': lacksFlacSound,
  'audio/ogg': lacksOggSound,
};

/**
 * Whether much of a file, or its end, is not the sound that its head promises but something else, so that it may be a
 * smuggled file, and plays for less than its duration. In doubt not.
 */
export async function lacksSound(path: string, contentType: AudioContentType): Promise<boolean> {
  const look = SOUND_BY_TYPE[contentType];
  return look !== undefined && withWindows(path, look);
}
