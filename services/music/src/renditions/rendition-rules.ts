import {
  type AudioContentType,
  type AudioFormatName,
  type RenditionName,
  RenditionNameValues,
} from '../generated/schemas.gen.ts';
import type { OriginalFormat } from '../tracks/track-renditions.ts';

interface Rendition {
  format: AudioFormatName;
  contentType: AudioContentType;
  extension: string;
  /** kbit/s. */
  bitRate: number;
}

/**
 * Opus in Ogg, because browsers decode exactly the samples of the original from it; from WebM, Chromium decodes half a
 * millisecond more. AAC is for those that play no Ogg.
 */
export const RENDITIONS: Readonly<Record<RenditionName, Rendition>> = {
  'opus-160': { format: 'opus', contentType: 'audio/ogg', extension: 'opus', bitRate: 160 },
  'opus-96': { format: 'opus', contentType: 'audio/ogg', extension: 'opus', bitRate: 96 },
  'aac-128': { format: 'aac', contentType: 'audio/mp4', extension: 'm4a', bitRate: 128 },
};

const PCM = ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_mulaw', 'pcm_alaw'];
const named = (format: AudioFormatName) => [format, format] as const;

/** The codecs of ffmpeg, in each kind of file, that all browsers of today play, and decode to the same samples. */
const PLAYED: Readonly<Record<AudioContentType, ReadonlyMap<string, AudioFormatName>>> = {
  'audio/mpeg': new Map([named('mp3')]),
  'audio/flac': new Map([named('flac')]),
  'audio/ogg': new Map([named('vorbis'), named('opus'), named('flac')]),
  'audio/mp4': new Map([named('aac'), named('flac')]),
  'audio/wav': new Map(PCM.map((codec) => [codec, 'wav'] as const)),
};

/** Null for what browsers do not play, such as ALAC. */
export const formatOf = (contentType: AudioContentType, codec: string): AudioFormatName | null =>
  PLAYED[contentType].get(codec) ?? null;

/** kbit/s. */
export const bitRateOf = ({ bytes, durationMs }: { bytes: number; durationMs: number }): number =>
  Math.ceil((bytes * 8) / Math.max(durationMs, 1));

/** A rendition is worth its place when it has at most so much of the bit rate of an original that plays. */
const WORTHWHILE = 0.8;

/** Which renditions a track gets. */
export function renditionsFor(contentType: AudioContentType, original: OriginalFormat): RenditionName[] {
  const isSmaller = (name: RenditionName) => RENDITIONS[name].bitRate <= original.bitRate * WORTHWHILE;
  // At any size: without them some or all browsers play nothing.
  const needed: RenditionName[] = original.format === null ? ['opus-96', 'aac-128'] : [];
  if (contentType === 'audio/ogg') needed.push('aac-128');
  return RenditionNameValues.filter((name) => needed.includes(name) || isSmaller(name));
}
