// `@downbeat/sdk/library`: likes, plays and what is counted of them, which the core does not load.
export { libraryOf, type Library } from './library/library.ts';
export { PlayMeter, type MeteredTrack } from './library/play-meter.ts';
export { PlayReporter, type NewPlay } from './library/play-reporter.ts';
export { webPlayStore, type PlayStore, type WaitingPlay } from './library/play-store.ts';
