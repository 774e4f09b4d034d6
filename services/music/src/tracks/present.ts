import type { Track } from '../generated/schemas.gen.ts';
import type { UrlSigner } from '../streaming/signed-urls.ts';
import type { TrackRecord } from './track.ts';

/** A track as one reader gets it: with addresses that are signed for that reader's session. */
export type PresentTrack = (record: TrackRecord, sessionId: string) => Track;

export function createPresenter(signer: UrlSigner): PresentTrack {
  return ({ hasCover, ...record }, sessionId) => ({
    ...record,
    streamUrl: signer.sign('stream', record.id, sessionId),
    coverUrl: hasCover ? signer.sign('cover', record.id, sessionId) : null,
  });
}
