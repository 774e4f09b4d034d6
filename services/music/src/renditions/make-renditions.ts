import { newId } from '@downbeat/shared/ids';
import { type AudioFile, withinLimit } from '../jobs/ffmpeg.ts';
import type { TrackJob } from '../jobs/track-jobs.ts';
import type { RenditionName } from '../generated/schemas.gen.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';
import type { AnalysisFacts } from '../tracks/track-analysis.ts';
import type { OriginalFormat, RenditionFile } from '../tracks/track-renditions.ts';
import { codecOf, encode } from './encode.ts';
import { bitRateOf, formatOf, RENDITIONS, renditionsFor } from './rendition-rules.ts';

export interface MakerDeps {
  storage: Storage;
  uploadStaging: UploadStaging;
  /** The path of ffmpeg. */
  program: string;
}

/** An original that is to be encoded. */
export interface Source {
  file: AudioFile;
  facts: AnalysisFacts;
  /** How long its encoding may take. */
  limitMs: number;
}

const LATE = 'Encoding took too long.';

/** What is to be made of a track. */
export interface RenditionPlan {
  original: OriginalFormat;
  /** With the name of each in storage. */
  outputs: { name: RenditionName; stored: string }[];
}

/** Reads what the file is, and decides which renditions it gets. */
export async function planRenditions(
  { program }: MakerDeps,
  { contentType, bytes }: TrackJob,
  { file, facts, limitMs }: Source,
  signal: AbortSignal,
): Promise<RenditionPlan> {
  const codec = await withinLimit({ limitMs, late: LATE }, signal, (limited) =>
    codecOf(program, file, limited),
  );
  const bitRate = bitRateOf({ bytes, durationMs: facts.durationMs });
  const original = { format: formatOf(contentType, codec), bitRate };
  const outputs = renditionsFor(contentType, original).map((name) => ({
    ...{ name, stored: `${newId()}.${RENDITIONS[name].extension}` },
  }));
  return { original, outputs };
}

const bytesOf = ({ outputs }: RenditionPlan, { durationMs }: AnalysisFacts): number =>
  outputs.reduce((sum, { name }) => sum + (RENDITIONS[name].bitRate * durationMs) / 8, 0);

/**
 * Encodes into files of the staging directory, and stores them.
 * @throws ProblemError STORAGE_FULL, STORAGE_UNAVAILABLE; another Error when ffmpeg fails
 */
export async function makeRenditions(
  { storage, uploadStaging, program }: MakerDeps,
  plan: RenditionPlan,
  { file, facts, limitMs }: Source,
  signal: AbortSignal,
): Promise<RenditionFile[]> {
  if (plan.outputs.length === 0) return [];
  await uploadStaging.requireSpace(bytesOf(plan, facts));
  const outputs = await Promise.all(
    plan.outputs.map(async (output) => ({ ...output, path: await uploadStaging.newPath() })),
  );
  try {
    await withinLimit({ limitMs, late: LATE }, signal, (limited) =>
      encode(program, file, { facts, outputs }, limited),
    );
    const files: RenditionFile[] = [];
    for (const { name, stored, path } of outputs) {
      const { sha256 } = await uploadStaging.flush(path);
      signal.throwIfAborted();
      files.push({ name, ...(await storage.put(stored, path)), sha256 });
    }
    return files;
  } finally {
    await Promise.all(outputs.map(({ path }) => uploadStaging.remove(path)));
  }
}
