import type { Track } from '@downbeat/sdk';
import { signal } from '@preact/signals';

/** The track for which a playlist is being chosen. */
export const chosen = signal<Track | null>(null);
