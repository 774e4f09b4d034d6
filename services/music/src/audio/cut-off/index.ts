import type { AudioContentType } from '../kinds.ts';
import { isFlacCutOff } from './flac.ts';
import { isMp4CutOff } from './mp4.ts';
import { isMpegCutOff } from './mpeg.ts';
import { isOggCutOff } from './ogg.ts';
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
