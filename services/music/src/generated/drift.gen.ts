// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
import type { Static } from '@sinclair/typebox';
import type { operations as o } from './operations.gen.ts';
import type * as s from './schemas.gen.ts';
import type { components, operations } from './types.gen.ts';

/** The same type without names, intersections and different forms of optionality. */
type Plain<T> = T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agree<A, B> = Same<Plain<A>, Plain<B>>;
type Assert<T extends true> = T;
/** A value with a default is optional for a client and always present for a handler. */
type Filled<T, K extends keyof T> = Omit<T, K> & Required<Pick<T, K>>;
/** Node gives handlers the header names in lower case. */
type Lower<T> = { [K in keyof T as K extends string ? Lowercase<K> : K]: T[K] };

/** Does not compile when the types and the schemas of the contract differ; the row names the shape. */
export type NoDrift = [
  Assert<Agree<s.TrackTitle, components['schemas']['TrackTitle']>>,
  Assert<Agree<s.TagText, components['schemas']['TagText']>>,
  Assert<Agree<s.TagNumber, components['schemas']['TagNumber']>>,
  Assert<Agree<s.AudioContentType, components['schemas']['AudioContentType']>>,
  Assert<Agree<s.TrackSort, components['schemas']['TrackSort']>>,
  Assert<Agree<s.ArtistRef, components['schemas']['ArtistRef']>>,
  Assert<Agree<s.Track, components['schemas']['Track']>>,
  Assert<Agree<s.CoverPlaceholder, components['schemas']['CoverPlaceholder']>>,
  Assert<Agree<s.GainDb, components['schemas']['GainDb']>>,
  Assert<Agree<s.AnalysisState, components['schemas']['AnalysisState']>>,
  Assert<Agree<s.Waveform, components['schemas']['Waveform']>>,
  Assert<Agree<s.TrackAnalysis, components['schemas']['TrackAnalysis']>>,
  Assert<Agree<s.AudioFormatName, components['schemas']['AudioFormatName']>>,
  Assert<Agree<s.RenditionName, components['schemas']['RenditionName']>>,
  Assert<Agree<s.Rendition, components['schemas']['Rendition']>>,
  Assert<Agree<s.OriginalAudio, components['schemas']['OriginalAudio']>>,
  Assert<Agree<s.TrackRenditions, components['schemas']['TrackRenditions']>>,
  Assert<Agree<s.TrackPage, components['schemas']['TrackPage']>>,
  Assert<Agree<s.TrackVisibility, components['schemas']['TrackVisibility']>>,
  Assert<Agree<s.Year, components['schemas']['Year']>>,
  Assert<Agree<s.TrackChange, components['schemas']['TrackChange']>>,
  Assert<Agree<s.TracksChange, components['schemas']['TracksChange']>>,
  Assert<Agree<s.Sha256, components['schemas']['Sha256']>>,
  Assert<Agree<s.LyricsText, components['schemas']['LyricsText']>>,
  Assert<Agree<s.LyricsLine, components['schemas']['LyricsLine']>>,
  Assert<Agree<s.Lyrics, components['schemas']['Lyrics']>>,
  Assert<Agree<s.FileDigests, components['schemas']['FileDigests']>>,
  Assert<Agree<s.DuplicateTrack, components['schemas']['DuplicateTrack']>>,
  Assert<Agree<s.DuplicateTracks, components['schemas']['DuplicateTracks']>>,
  Assert<Agree<s.TrackChangeRefusal, components['schemas']['TrackChangeRefusal']>>,
  Assert<Agree<s.TrackChangeResult, components['schemas']['TrackChangeResult']>>,
  Assert<Agree<s.TrackChangeResults, components['schemas']['TrackChangeResults']>>,
  Assert<Agree<s.FieldChange, components['schemas']['FieldChange']>>,
  Assert<Agree<s.TrackEdit, components['schemas']['TrackEdit']>>,
  Assert<Agree<s.TrackEditList, components['schemas']['TrackEditList']>>,
  Assert<Agree<s.CatalogueId, components['schemas']['CatalogueId']>>,
  Assert<Agree<s.CatalogueRef, components['schemas']['CatalogueRef']>>,
  Assert<Agree<s.AlbumSort, components['schemas']['AlbumSort']>>,
  Assert<Agree<s.DownloadLink, components['schemas']['DownloadLink']>>,
  Assert<Agree<s.Album, components['schemas']['Album']>>,
  Assert<Agree<s.AlbumPage, components['schemas']['AlbumPage']>>,
  Assert<Agree<s.AlbumDetail, components['schemas']['AlbumDetail']>>,
  Assert<Agree<s.ArtistSort, components['schemas']['ArtistSort']>>,
  Assert<Agree<s.Artist, components['schemas']['Artist']>>,
  Assert<Agree<s.ArtistPage, components['schemas']['ArtistPage']>>,
  Assert<Agree<s.ArtistDetail, components['schemas']['ArtistDetail']>>,
  Assert<Agree<s.Genre, components['schemas']['Genre']>>,
  Assert<Agree<s.GenrePage, components['schemas']['GenrePage']>>,
  Assert<Agree<s.SearchWords, components['schemas']['SearchWords']>>,
  Assert<Agree<s.MatchLimit, components['schemas']['MatchLimit']>>,
  Assert<Agree<s.HasMore, components['schemas']['HasMore']>>,
  Assert<Agree<s.ArtistMatches, components['schemas']['ArtistMatches']>>,
  Assert<Agree<s.AlbumMatches, components['schemas']['AlbumMatches']>>,
  Assert<Agree<s.PlaylistMatches, components['schemas']['PlaylistMatches']>>,
  Assert<Agree<s.TrackMatches, components['schemas']['TrackMatches']>>,
  Assert<Agree<s.SearchMatches, components['schemas']['SearchMatches']>>,
  Assert<Agree<s.SuggestionKind, components['schemas']['SuggestionKind']>>,
  Assert<Agree<s.Suggestion, components['schemas']['Suggestion']>>,
  Assert<Agree<s.SuggestionList, components['schemas']['SuggestionList']>>,
  Assert<Agree<s.TrackIds, components['schemas']['TrackIds']>>,
  Assert<Agree<s.LikedTrack, components['schemas']['LikedTrack']>>,
  Assert<Agree<s.LikedTrackPage, components['schemas']['LikedTrackPage']>>,
  Assert<Agree<s.Rating, components['schemas']['Rating']>>,
  Assert<Agree<s.NewRating, components['schemas']['NewRating']>>,
  Assert<Agree<s.AverageRating, components['schemas']['AverageRating']>>,
  Assert<Agree<s.RatedTrack, components['schemas']['RatedTrack']>>,
  Assert<Agree<s.RatedTrackPage, components['schemas']['RatedTrackPage']>>,
  Assert<Agree<s.TrackPositionMs, components['schemas']['TrackPositionMs']>>,
  Assert<Agree<s.DeviceLabel, components['schemas']['DeviceLabel']>>,
  Assert<Agree<s.NewNowPlaying, components['schemas']['NewNowPlaying']>>,
  Assert<Agree<s.NowPlaying, components['schemas']['NowPlaying']>>,
  Assert<Agree<s.NewPlayQueue, components['schemas']['NewPlayQueue']>>,
  Assert<Agree<s.SavedPlayQueue, components['schemas']['SavedPlayQueue']>>,
  Assert<Agree<s.PlayQueueEntry, components['schemas']['PlayQueueEntry']>>,
  Assert<Agree<s.PlayQueue, components['schemas']['PlayQueue']>>,
  Assert<Agree<s.ListenBrainzToken, components['schemas']['ListenBrainzToken']>>,
  Assert<Agree<s.ScrobblingState, components['schemas']['ScrobblingState']>>,
  Assert<Agree<s.ArtistFollowState, components['schemas']['ArtistFollowState']>>,
  Assert<Agree<s.FollowedArtist, components['schemas']['FollowedArtist']>>,
  Assert<Agree<s.FollowedArtistPage, components['schemas']['FollowedArtistPage']>>,
  Assert<Agree<s.Release, components['schemas']['Release']>>,
  Assert<Agree<s.ReleasePage, components['schemas']['ReleasePage']>>,
  Assert<Agree<s.TrackState, components['schemas']['TrackState']>>,
  Assert<Agree<s.TrackStateList, components['schemas']['TrackStateList']>>,
  Assert<Agree<s.PlayId, components['schemas']['PlayId']>>,
  Assert<Agree<s.PlayReport, components['schemas']['PlayReport']>>,
  Assert<Agree<s.PlayReports, components['schemas']['PlayReports']>>,
  Assert<Agree<s.PlayRefusal, components['schemas']['PlayRefusal']>>,
  Assert<Agree<s.PlayResult, components['schemas']['PlayResult']>>,
  Assert<Agree<s.PlayResults, components['schemas']['PlayResults']>>,
  Assert<Agree<s.HistoryEntry, components['schemas']['HistoryEntry']>>,
  Assert<Agree<s.HistoryPage, components['schemas']['HistoryPage']>>,
  Assert<Agree<s.PlayedSort, components['schemas']['PlayedSort']>>,
  Assert<Agree<s.PlayedTrack, components['schemas']['PlayedTrack']>>,
  Assert<Agree<s.PlayedTrackPage, components['schemas']['PlayedTrackPage']>>,
  Assert<Agree<s.DayFigures, components['schemas']['DayFigures']>>,
  Assert<Agree<s.TrackFigures, components['schemas']['TrackFigures']>>,
  Assert<Agree<s.Visibility, components['schemas']['Visibility']>>,
  Assert<Agree<s.NewPlaylist, components['schemas']['NewPlaylist']>>,
  Assert<Agree<s.PlaylistChange, components['schemas']['PlaylistChange']>>,
  Assert<Agree<s.NextItemId, components['schemas']['NextItemId']>>,
  Assert<Agree<s.NewPlaylistItem, components['schemas']['NewPlaylistItem']>>,
  Assert<Agree<s.NewPlaylistTracks, components['schemas']['NewPlaylistTracks']>>,
  Assert<Agree<s.PlaylistCopy, components['schemas']['PlaylistCopy']>>,
  Assert<Agree<s.PlaylistOrder, components['schemas']['PlaylistOrder']>>,
  Assert<Agree<s.PlaylistFileFormat, components['schemas']['PlaylistFileFormat']>>,
  Assert<Agree<s.PlaylistImport, components['schemas']['PlaylistImport']>>,
  Assert<Agree<s.ImportedEntry, components['schemas']['ImportedEntry']>>,
  Assert<Agree<s.PlaylistImportResult, components['schemas']['PlaylistImportResult']>>,
  Assert<Agree<s.PlaylistRole, components['schemas']['PlaylistRole']>>,
  Assert<Agree<s.PlaylistMemberRole, components['schemas']['PlaylistMemberRole']>>,
  Assert<Agree<s.PlaylistRoleAssignment, components['schemas']['PlaylistRoleAssignment']>>,
  Assert<Agree<s.PlaylistMember, components['schemas']['PlaylistMember']>>,
  Assert<Agree<s.PlaylistAccountName, components['schemas']['PlaylistAccountName']>>,
  Assert<Agree<s.PlaylistMemberList, components['schemas']['PlaylistMemberList']>>,
  Assert<Agree<s.NewPlaylistInvite, components['schemas']['NewPlaylistInvite']>>,
  Assert<Agree<s.PlaylistInvite, components['schemas']['PlaylistInvite']>>,
  Assert<Agree<s.PlaylistInviteList, components['schemas']['PlaylistInviteList']>>,
  Assert<Agree<s.PlaylistContributor, components['schemas']['PlaylistContributor']>>,
  Assert<Agree<s.PlaylistItem, components['schemas']['PlaylistItem']>>,
  Assert<Agree<s.PlaylistSummary, components['schemas']['PlaylistSummary']>>,
  Assert<Agree<s.Playlist, components['schemas']['Playlist']>>,
  Assert<Agree<s.PlaylistPage, components['schemas']['PlaylistPage']>>,
  Assert<Agree<s.InviteCode, components['schemas']['InviteCode']>>,
  Assert<Agree<s.GivenInviteCode, components['schemas']['GivenInviteCode']>>,
  Assert<Agree<s.NewListeningSession, components['schemas']['NewListeningSession']>>,
  Assert<Agree<s.JoinRequest, components['schemas']['JoinRequest']>>,
  Assert<Agree<s.NewGuest, components['schemas']['NewGuest']>>,
  Assert<Agree<s.GuestSession, components['schemas']['GuestSession']>>,
  Assert<Agree<s.Guest, components['schemas']['Guest']>>,
  Assert<Agree<s.RoleAssignment, components['schemas']['RoleAssignment']>>,
  Assert<Agree<s.NewOwner, components['schemas']['NewOwner']>>,
  Assert<Agree<s.NewInviteCode, components['schemas']['NewInviteCode']>>,
  Assert<Agree<s.JoinDecision, components['schemas']['JoinDecision']>>,
  Assert<Agree<s.NewChatMessage, components['schemas']['NewChatMessage']>>,
  Assert<Agree<s.ChatMessagePage, components['schemas']['ChatMessagePage']>>,
  Assert<Agree<s.NewSkipVote, components['schemas']['NewSkipVote']>>,
  Assert<Agree<s.NewSuggestion, components['schemas']['NewSuggestion']>>,
  Assert<Agree<s.SuggestionAnswer, components['schemas']['SuggestionAnswer']>>,
  Assert<Agree<s.TrackSuggestionList, components['schemas']['TrackSuggestionList']>>,
  Assert<Agree<s.NewReaction, components['schemas']['NewReaction']>>,
  Assert<Agree<s.RequestToJoinList, components['schemas']['RequestToJoinList']>>,
  Assert<Agree<s.Ban, components['schemas']['Ban']>>,
  Assert<Agree<s.BanList, components['schemas']['BanList']>>,
  Assert<Agree<s.SessionPreview, components['schemas']['SessionPreview']>>,
  Assert<Agree<s.PreviewedTrack, components['schemas']['PreviewedTrack']>>,
  Assert<Agree<s.ListeningSession, components['schemas']['ListeningSession']>>,
  Assert<Agree<s.MemberPage, components['schemas']['MemberPage']>>,
  Assert<Agree<s.ListeningSessionSummary, components['schemas']['ListeningSessionSummary']>>,
  Assert<Agree<s.ListeningSessionPage, components['schemas']['ListeningSessionPage']>>,
  Assert<Agree<s.PublicSession, components['schemas']['PublicSession']>>,
  Assert<Agree<s.PublicSessionPage, components['schemas']['PublicSessionPage']>>,
  Assert<Agree<s.OutputName, components['schemas']['OutputName']>>,
  Assert<Agree<s.OutputDelayMs, components['schemas']['OutputDelayMs']>>,
  Assert<Agree<s.NewOutputDelay, components['schemas']['NewOutputDelay']>>,
  Assert<Agree<s.OutputDelay, components['schemas']['OutputDelay']>>,
  Assert<Agree<s.SyncCause, components['schemas']['SyncCause']>>,
  Assert<Agree<s.MemberSyncState, components['schemas']['MemberSyncState']>>,
  Assert<Agree<s.SyncSpread, components['schemas']['SyncSpread']>>,
  Assert<Agree<s.SyncSummary, components['schemas']['SyncSummary']>>,
  Assert<Agree<s.TrailPage, components['schemas']['TrailPage']>>,
  Assert<Agree<s.TrailEntry, components['schemas']['TrailEntry']>>,
  Assert<Agree<s.TrailMessage, components['schemas']['TrailMessage']>>,
  Assert<Agree<s.TrailState, components['schemas']['TrailState']>>,
  Assert<Agree<s.EndedSessionPage, components['schemas']['EndedSessionPage']>>,
  Assert<Agree<s.EndedSession, components['schemas']['EndedSession']>>,
  Assert<Agree<s.SyncReceipt, components['schemas']['SyncReceipt']>>,
  Assert<Agree<s.OutputDelayList, components['schemas']['OutputDelayList']>>,
  Assert<Agree<s.TicketRequest, components['schemas']['TicketRequest']>>,
  Assert<Agree<s.Ticket, components['schemas']['Ticket']>>,
  Assert<Agree<s.Cursor, components['schemas']['Cursor']>>,
  Assert<Agree<s.Id, components['schemas']['Id']>>,
  Assert<Agree<s.FieldError, components['schemas']['FieldError']>>,
  Assert<Agree<s.QuotaUse, components['schemas']['QuotaUse']>>,
  Assert<Agree<s.Problem, components['schemas']['Problem']>>,
  Assert<Agree<s.DisplayName, components['schemas']['DisplayName']>>,
  Assert<Agree<s.DurationMs, components['schemas']['DurationMs']>>,
  Assert<Agree<s.Timestamp, components['schemas']['Timestamp']>>,
  Assert<Agree<s.Name, components['schemas']['Name']>>,
  Assert<Agree<s.PlaylistDescription, components['schemas']['PlaylistDescription']>>,
  Assert<Agree<s.PlaybackControl, components['schemas']['PlaybackControl']>>,
  Assert<Agree<s.PermissionPreset, components['schemas']['PermissionPreset']>>,
  Assert<Agree<s.AccountRole, components['schemas']['AccountRole']>>,
  Assert<Agree<s.MemberRole, components['schemas']['MemberRole']>>,
  Assert<Agree<s.PermissionsChange, components['schemas']['PermissionsChange']>>,
  Assert<Agree<s.SkipSharePercent, components['schemas']['SkipSharePercent']>>,
  Assert<Agree<s.SessionVisibility, components['schemas']['SessionVisibility']>>,
  Assert<Agree<s.FairTurns, components['schemas']['FairTurns']>>,
  Assert<Agree<s.AllowsGuests, components['schemas']['AllowsGuests']>>,
  Assert<Agree<s.SettingsChange, components['schemas']['SettingsChange']>>,
  Assert<Agree<s.ActingHostId, components['schemas']['ActingHostId']>>,
  Assert<Agree<s.Permissions, components['schemas']['Permissions']>>,
  Assert<Agree<s.SessionSettings, components['schemas']['SessionSettings']>>,
  Assert<Agree<s.QueueItem, components['schemas']['QueueItem']>>,
  Assert<Agree<s.Queue, components['schemas']['Queue']>>,
  Assert<Agree<s.Epoch, components['schemas']['Epoch']>>,
  Assert<Agree<s.Revision, components['schemas']['Revision']>>,
  Assert<Agree<s.TimeUs, components['schemas']['TimeUs']>>,
  Assert<Agree<s.PositionMs, components['schemas']['PositionMs']>>,
  Assert<Agree<s.Timeline, components['schemas']['Timeline']>>,
  Assert<Agree<s.DeviceId, components['schemas']['DeviceId']>>,
  Assert<Agree<s.Presence, components['schemas']['Presence']>>,
  Assert<Agree<s.DeviceName, components['schemas']['DeviceName']>>,
  Assert<Agree<s.Member, components['schemas']['Member']>>,
  Assert<Agree<s.FirstMembers, components['schemas']['FirstMembers']>>,
  Assert<Agree<s.MemberCount, components['schemas']['MemberCount']>>,
  Assert<Agree<s.RequestToJoin, components['schemas']['RequestToJoin']>>,
  Assert<Agree<s.RequestsToJoin, components['schemas']['RequestsToJoin']>>,
  Assert<Agree<s.ChatText, components['schemas']['ChatText']>>,
  Assert<Agree<s.PlaceInTrack, components['schemas']['PlaceInTrack']>>,
  Assert<Agree<s.TrackPosition, components['schemas']['TrackPosition']>>,
  Assert<Agree<s.ChatMessage, components['schemas']['ChatMessage']>>,
  Assert<Agree<s.Reaction, components['schemas']['Reaction']>>,
  Assert<Agree<s.VoteCount, components['schemas']['VoteCount']>>,
  Assert<Agree<s.VotesNeeded, components['schemas']['VotesNeeded']>>,
  Assert<Agree<s.SkipVotes, components['schemas']['SkipVotes']>>,
  Assert<Agree<s.TrackSuggestion, components['schemas']['TrackSuggestion']>>,
  Assert<Agree<s.Correction, components['schemas']['Correction']>>,
  Assert<Agree<s.CommandId, components['schemas']['CommandId']>>,
  Assert<Agree<s.MemberId, components['schemas']['MemberId']>>,
  Assert<Agree<s.OutputDevice, components['schemas']['OutputDevice']>>,
  Assert<Agree<s.OutputDevices, components['schemas']['OutputDevices']>>,
  Assert<Agree<s.Outputs, components['schemas']['Outputs']>>,
  Assert<Agree<s.TimelineChanged, components['schemas']['TimelineChanged']>>,
  Assert<Agree<s.RepeatMode, components['schemas']['RepeatMode']>>,
  Assert<Agree<s.ItemBefore, components['schemas']['ItemBefore']>>,
  Assert<Agree<s.ItemsInserted, components['schemas']['ItemsInserted']>>,
  Assert<Agree<s.NamedItems, components['schemas']['NamedItems']>>,
  Assert<Agree<s.ItemsRemoved, components['schemas']['ItemsRemoved']>>,
  Assert<Agree<s.ItemsMoved, components['schemas']['ItemsMoved']>>,
  Assert<Agree<s.QueueCleared, components['schemas']['QueueCleared']>>,
  Assert<Agree<s.QueueReordered, components['schemas']['QueueReordered']>>,
  Assert<Agree<s.QueueChange, components['schemas']['QueueChange']>>,
  Assert<Agree<s.QueueChanged, components['schemas']['QueueChanged']>>,
  Assert<Agree<s.ChatPosted, components['schemas']['ChatPosted']>>,
  Assert<Agree<s.ReactionCount, components['schemas']['ReactionCount']>>,
  Assert<Agree<s.Reactions, components['schemas']['Reactions']>>,
  Assert<Agree<s.Health, components['schemas']['Health']>>,
  Assert<Agree<s.DependencyState, components['schemas']['DependencyState']>>,
  Assert<Agree<s.Readiness, components['schemas']['Readiness']>>,
  Assert<Agree<s.ContractDocument, components['schemas']['ContractDocument']>>,
  Assert<
    Agree<
      Static<(typeof o.listTracks)['schema']['querystring']>,
      Filled<NonNullable<operations['listTracks']['parameters']['query']>, 'limit' | 'sort'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTracks)['schema']['response'][200]>,
      operations['listTracks']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listTracks)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listTracks']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createTrack)['schema']['headers']>,
      Lower<NonNullable<operations['createTrack']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createTrack)['config']['multipart']['text']>,
      Omit<operations['createTrack']['requestBody']['content']['multipart/form-data'], 'audio' | 'cover'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createTrack)['schema']['response'][201]>,
      operations['createTrack']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.createTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['createTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateTracks)['schema']['body']>,
      operations['updateTracks']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateTracks)['schema']['response'][200]>,
      operations['updateTracks']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.updateTracks)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['updateTracks']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.findDuplicates)['schema']['body']>,
      operations['findDuplicates']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.findDuplicates)['schema']['response'][200]>,
      operations['findDuplicates']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.findDuplicates)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['findDuplicates']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrack)['schema']['params']>,
      NonNullable<operations['getTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrack)['schema']['response'][200]>,
      operations['getTrack']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateTrack)['schema']['params']>,
      NonNullable<operations['updateTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateTrack)['schema']['headers']>,
      Lower<NonNullable<operations['updateTrack']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateTrack)['schema']['body']>,
      operations['updateTrack']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateTrack)['schema']['response'][200]>,
      operations['updateTrack']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.updateTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['updateTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.deleteTrack)['schema']['params']>,
      NonNullable<operations['deleteTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.deleteTrack)['schema']['headers']>,
      Lower<NonNullable<operations['deleteTrack']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.deleteTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['deleteTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.streamTrack)['schema']['params']>,
      NonNullable<operations['streamTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.streamTrack)['schema']['querystring']>,
      Filled<NonNullable<operations['streamTrack']['parameters']['query']>, 'as'>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.streamTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['streamTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrackCover)['schema']['params']>,
      NonNullable<operations['getTrackCover']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrackCover)['schema']['querystring']>,
      NonNullable<operations['getTrackCover']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getTrackCover)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getTrackCover']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setTrackCover)['schema']['params']>,
      NonNullable<operations['setTrackCover']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setTrackCover)['schema']['headers']>,
      Lower<NonNullable<operations['setTrackCover']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setTrackCover)['config']['multipart']['text']>,
      Omit<operations['setTrackCover']['requestBody']['content']['multipart/form-data'], 'cover'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setTrackCover)['schema']['response'][200]>,
      operations['setTrackCover']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.setTrackCover)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['setTrackCover']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removeTrackCover)['schema']['params']>,
      NonNullable<operations['removeTrackCover']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removeTrackCover)['schema']['headers']>,
      Lower<NonNullable<operations['removeTrackCover']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removeTrackCover)['schema']['response'][200]>,
      operations['removeTrackCover']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.removeTrackCover)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['removeTrackCover']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrackEdits)['schema']['params']>,
      NonNullable<operations['listTrackEdits']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrackEdits)['schema']['response'][200]>,
      operations['listTrackEdits']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listTrackEdits)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listTrackEdits']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getLyrics)['schema']['params']>,
      NonNullable<operations['getLyrics']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getLyrics)['schema']['response'][200]>,
      operations['getLyrics']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getLyrics)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getLyrics']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setLyrics)['schema']['params']>,
      NonNullable<operations['setLyrics']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setLyrics)['schema']['body']>,
      operations['setLyrics']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setLyrics)['schema']['response'][200]>,
      operations['setLyrics']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.setLyrics)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['setLyrics']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removeLyrics)['schema']['params']>,
      NonNullable<operations['removeLyrics']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.removeLyrics)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['removeLyrics']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrackAnalysis)['schema']['params']>,
      NonNullable<operations['getTrackAnalysis']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrackAnalysis)['schema']['response'][200]>,
      operations['getTrackAnalysis']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getTrackAnalysis)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getTrackAnalysis']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.analyseTrack)['schema']['params']>,
      NonNullable<operations['analyseTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.analyseTrack)['schema']['response'][202]>,
      operations['analyseTrack']['responses'][202]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.analyseTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['analyseTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.likeTrack)['schema']['params']>,
      NonNullable<operations['likeTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.likeTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['likeTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.unlikeTrack)['schema']['params']>,
      NonNullable<operations['unlikeTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.unlikeTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['unlikeTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setRating)['schema']['params']>,
      NonNullable<operations['setRating']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setRating)['schema']['body']>,
      operations['setRating']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.setRating)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['setRating']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removeRating)['schema']['params']>,
      NonNullable<operations['removeRating']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.removeRating)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['removeRating']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrackFigures)['schema']['params']>,
      NonNullable<operations['getTrackFigures']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrackFigures)['schema']['response'][200]>,
      operations['getTrackFigures']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getTrackFigures)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getTrackFigures']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrackStates)['schema']['querystring']>,
      NonNullable<operations['listTrackStates']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrackStates)['schema']['response'][200]>,
      operations['listTrackStates']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listTrackStates)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listTrackStates']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listLikedTracks)['schema']['querystring']>,
      Filled<NonNullable<operations['listLikedTracks']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listLikedTracks)['schema']['response'][200]>,
      operations['listLikedTracks']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listLikedTracks)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listLikedTracks']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listRatedTracks)['schema']['querystring']>,
      Filled<
        NonNullable<operations['listRatedTracks']['parameters']['query']>,
        'minRating' | 'maxRating' | 'limit'
      >
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listRatedTracks)['schema']['response'][200]>,
      operations['listRatedTracks']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listRatedTracks)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listRatedTracks']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.reportPlays)['schema']['body']>,
      operations['reportPlays']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.reportPlays)['schema']['response'][200]>,
      operations['reportPlays']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.reportPlays)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['reportPlays']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getNowPlaying)['schema']['response'][200]>,
      operations['getNowPlaying']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getNowPlaying)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getNowPlaying']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setNowPlaying)['schema']['body']>,
      operations['setNowPlaying']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.setNowPlaying)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['setNowPlaying']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.clearNowPlaying)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['clearNowPlaying']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getPlayQueue)['schema']['response'][200]>,
      operations['getPlayQueue']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getPlayQueue)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getPlayQueue']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.savePlayQueue)['schema']['body']>,
      operations['savePlayQueue']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.savePlayQueue)['schema']['response'][200]>,
      operations['savePlayQueue']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.savePlayQueue)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['savePlayQueue']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getScrobbling)['schema']['response'][200]>,
      operations['getScrobbling']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getScrobbling)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getScrobbling']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.connectListenBrainz)['schema']['body']>,
      operations['connectListenBrainz']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.connectListenBrainz)['schema']['response'][200]>,
      operations['connectListenBrainz']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.connectListenBrainz)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['connectListenBrainz']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.disconnectListenBrainz)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['disconnectListenBrainz']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listHistory)['schema']['querystring']>,
      Filled<NonNullable<operations['listHistory']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listHistory)['schema']['response'][200]>,
      operations['listHistory']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listHistory)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listHistory']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.clearHistory)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['clearHistory']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.deleteHistoryEntry)['schema']['params']>,
      NonNullable<operations['deleteHistoryEntry']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.deleteHistoryEntry)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['deleteHistoryEntry']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlayedTracks)['schema']['querystring']>,
      Filled<NonNullable<operations['listPlayedTracks']['parameters']['query']>, 'limit' | 'sort'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlayedTracks)['schema']['response'][200]>,
      operations['listPlayedTracks']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listPlayedTracks)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listPlayedTracks']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.search)['schema']['querystring']>,
      Filled<
        NonNullable<operations['search']['parameters']['query']>,
        'artistLimit' | 'albumLimit' | 'playlistLimit' | 'trackLimit'
      >
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.search)['schema']['response'][200]>,
      operations['search']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.search)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['search']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listSuggestions)['schema']['querystring']>,
      Filled<NonNullable<operations['listSuggestions']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listSuggestions)['schema']['response'][200]>,
      operations['listSuggestions']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listSuggestions)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listSuggestions']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listAlbums)['schema']['querystring']>,
      Filled<NonNullable<operations['listAlbums']['parameters']['query']>, 'limit' | 'sort'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listAlbums)['schema']['response'][200]>,
      operations['listAlbums']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listAlbums)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listAlbums']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getAlbum)['schema']['params']>,
      NonNullable<operations['getAlbum']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getAlbum)['schema']['response'][200]>,
      operations['getAlbum']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getAlbum)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getAlbum']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.downloadAlbum)['schema']['params']>,
      NonNullable<operations['downloadAlbum']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.downloadAlbum)['schema']['querystring']>,
      NonNullable<operations['downloadAlbum']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.downloadAlbum)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['downloadAlbum']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createAlbumDownload)['schema']['params']>,
      NonNullable<operations['createAlbumDownload']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createAlbumDownload)['schema']['response'][201]>,
      operations['createAlbumDownload']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.createAlbumDownload)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['createAlbumDownload']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listArtists)['schema']['querystring']>,
      Filled<NonNullable<operations['listArtists']['parameters']['query']>, 'limit' | 'sort'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listArtists)['schema']['response'][200]>,
      operations['listArtists']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listArtists)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listArtists']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getArtist)['schema']['params']>,
      NonNullable<operations['getArtist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getArtist)['schema']['response'][200]>,
      operations['getArtist']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getArtist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getArtist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getArtistFollow)['schema']['params']>,
      NonNullable<operations['getArtistFollow']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getArtistFollow)['schema']['response'][200]>,
      operations['getArtistFollow']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getArtistFollow)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getArtistFollow']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.followArtist)['schema']['params']>,
      NonNullable<operations['followArtist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.followArtist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['followArtist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.unfollowArtist)['schema']['params']>,
      NonNullable<operations['unfollowArtist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.unfollowArtist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['unfollowArtist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listFollowedArtists)['schema']['querystring']>,
      Filled<NonNullable<operations['listFollowedArtists']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listFollowedArtists)['schema']['response'][200]>,
      operations['listFollowedArtists']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listFollowedArtists)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listFollowedArtists']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listNewReleases)['schema']['querystring']>,
      Filled<NonNullable<operations['listNewReleases']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listNewReleases)['schema']['response'][200]>,
      operations['listNewReleases']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listNewReleases)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listNewReleases']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listGenres)['schema']['querystring']>,
      Filled<NonNullable<operations['listGenres']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listGenres)['schema']['response'][200]>,
      operations['listGenres']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listGenres)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listGenres']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getGenre)['schema']['params']>,
      NonNullable<operations['getGenre']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getGenre)['schema']['response'][200]>,
      operations['getGenre']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getGenre)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getGenre']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listGenreTracks)['schema']['params']>,
      NonNullable<operations['listGenreTracks']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listGenreTracks)['schema']['querystring']>,
      Filled<NonNullable<operations['listGenreTracks']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listGenreTracks)['schema']['response'][200]>,
      operations['listGenreTracks']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listGenreTracks)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listGenreTracks']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlaylists)['schema']['querystring']>,
      Filled<NonNullable<operations['listPlaylists']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlaylists)['schema']['response'][200]>,
      operations['listPlaylists']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listPlaylists)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listPlaylists']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylist)['schema']['headers']>,
      Lower<NonNullable<operations['createPlaylist']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylist)['schema']['body']>,
      operations['createPlaylist']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylist)['schema']['response'][201]>,
      operations['createPlaylist']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.createPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['createPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getPlaylist)['schema']['params']>,
      NonNullable<operations['getPlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getPlaylist)['schema']['response'][200]>,
      operations['getPlaylist']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updatePlaylist)['schema']['params']>,
      NonNullable<operations['updatePlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updatePlaylist)['schema']['headers']>,
      Lower<NonNullable<operations['updatePlaylist']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updatePlaylist)['schema']['body']>,
      operations['updatePlaylist']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updatePlaylist)['schema']['response'][200]>,
      operations['updatePlaylist']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.updatePlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['updatePlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.deletePlaylist)['schema']['params']>,
      NonNullable<operations['deletePlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.deletePlaylist)['schema']['headers']>,
      Lower<NonNullable<operations['deletePlaylist']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.deletePlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['deletePlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.reorderPlaylist)['schema']['params']>,
      NonNullable<operations['reorderPlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.reorderPlaylist)['schema']['headers']>,
      Lower<NonNullable<operations['reorderPlaylist']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.reorderPlaylist)['schema']['body']>,
      operations['reorderPlaylist']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.reorderPlaylist)['schema']['response'][200]>,
      operations['reorderPlaylist']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.reorderPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['reorderPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistItem)['schema']['params']>,
      NonNullable<operations['addPlaylistItem']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistItem)['schema']['headers']>,
      Lower<NonNullable<operations['addPlaylistItem']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistItem)['schema']['body']>,
      operations['addPlaylistItem']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistItem)['schema']['response'][201]>,
      operations['addPlaylistItem']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.addPlaylistItem)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['addPlaylistItem']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removePlaylistItem)['schema']['params']>,
      NonNullable<operations['removePlaylistItem']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removePlaylistItem)['schema']['headers']>,
      Lower<NonNullable<operations['removePlaylistItem']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removePlaylistItem)['schema']['response'][200]>,
      operations['removePlaylistItem']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.removePlaylistItem)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['removePlaylistItem']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistTracks)['schema']['params']>,
      NonNullable<operations['addPlaylistTracks']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistTracks)['schema']['headers']>,
      Lower<NonNullable<operations['addPlaylistTracks']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistTracks)['schema']['body']>,
      operations['addPlaylistTracks']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.addPlaylistTracks)['schema']['response'][201]>,
      operations['addPlaylistTracks']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.addPlaylistTracks)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['addPlaylistTracks']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.duplicatePlaylist)['schema']['params']>,
      NonNullable<operations['duplicatePlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.duplicatePlaylist)['schema']['headers']>,
      Lower<NonNullable<operations['duplicatePlaylist']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.duplicatePlaylist)['schema']['body']>,
      operations['duplicatePlaylist']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.duplicatePlaylist)['schema']['response'][201]>,
      operations['duplicatePlaylist']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.duplicatePlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['duplicatePlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinPlaylist)['schema']['body']>,
      operations['joinPlaylist']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinPlaylist)['schema']['response'][200]>,
      operations['joinPlaylist']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.joinPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['joinPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlaylistInvites)['schema']['params']>,
      NonNullable<operations['listPlaylistInvites']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlaylistInvites)['schema']['response'][200]>,
      operations['listPlaylistInvites']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listPlaylistInvites)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listPlaylistInvites']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylistInvite)['schema']['params']>,
      NonNullable<operations['createPlaylistInvite']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylistInvite)['schema']['body']>,
      operations['createPlaylistInvite']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylistInvite)['schema']['response'][201]>,
      operations['createPlaylistInvite']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.createPlaylistInvite)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['createPlaylistInvite']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.withdrawPlaylistInvite)['schema']['params']>,
      NonNullable<operations['withdrawPlaylistInvite']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.withdrawPlaylistInvite)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['withdrawPlaylistInvite']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlaylistMembers)['schema']['params']>,
      NonNullable<operations['listPlaylistMembers']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPlaylistMembers)['schema']['response'][200]>,
      operations['listPlaylistMembers']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listPlaylistMembers)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listPlaylistMembers']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setPlaylistMemberRole)['schema']['params']>,
      NonNullable<operations['setPlaylistMemberRole']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setPlaylistMemberRole)['schema']['body']>,
      operations['setPlaylistMemberRole']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.setPlaylistMemberRole)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['setPlaylistMemberRole']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removePlaylistMember)['schema']['params']>,
      NonNullable<operations['removePlaylistMember']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.removePlaylistMember)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['removePlaylistMember']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.importPlaylist)['schema']['headers']>,
      Lower<NonNullable<operations['importPlaylist']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.importPlaylist)['schema']['body']>,
      operations['importPlaylist']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.importPlaylist)['schema']['response'][201]>,
      operations['importPlaylist']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.importPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['importPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.exportPlaylist)['schema']['params']>,
      NonNullable<operations['exportPlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.exportPlaylist)['schema']['querystring']>,
      NonNullable<operations['exportPlaylist']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.exportPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['exportPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.downloadPlaylist)['schema']['params']>,
      NonNullable<operations['downloadPlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.downloadPlaylist)['schema']['querystring']>,
      NonNullable<operations['downloadPlaylist']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.downloadPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['downloadPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylistDownload)['schema']['params']>,
      NonNullable<operations['createPlaylistDownload']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createPlaylistDownload)['schema']['response'][201]>,
      operations['createPlaylistDownload']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.createPlaylistDownload)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['createPlaylistDownload']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPublicPlaylists)['schema']['querystring']>,
      Filled<NonNullable<operations['listPublicPlaylists']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPublicPlaylists)['schema']['response'][200]>,
      operations['listPublicPlaylists']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listPublicPlaylists)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listPublicPlaylists']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.followPlaylist)['schema']['params']>,
      NonNullable<operations['followPlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.followPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['followPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.unfollowPlaylist)['schema']['params']>,
      NonNullable<operations['unfollowPlaylist']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.unfollowPlaylist)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['unfollowPlaylist']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listSessions)['schema']['querystring']>,
      Filled<NonNullable<operations['listSessions']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listSessions)['schema']['response'][200]>,
      operations['listSessions']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listSessions)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listSessions']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createSession)['schema']['headers']>,
      Lower<NonNullable<operations['createSession']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createSession)['schema']['body']>,
      operations['createSession']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createSession)['schema']['response'][201]>,
      operations['createSession']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.createSession)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['createSession']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinSession)['schema']['body']>,
      operations['joinSession']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinSession)['schema']['response'][200]>,
      operations['joinSession']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.joinSession)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['joinSession']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.previewSession)['schema']['body']>,
      operations['previewSession']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.previewSession)['schema']['response'][200]>,
      operations['previewSession']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.previewSession)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['previewSession']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinAsGuest)['schema']['body']>,
      operations['joinAsGuest']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinAsGuest)['schema']['response'][201]>,
      operations['joinAsGuest']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.joinAsGuest)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['joinAsGuest']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPublicSessions)['schema']['querystring']>,
      Filled<NonNullable<operations['listPublicSessions']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listPublicSessions)['schema']['response'][200]>,
      operations['listPublicSessions']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listPublicSessions)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listPublicSessions']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getSession)['schema']['params']>,
      NonNullable<operations['getSession']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getSession)['schema']['response'][200]>,
      operations['getSession']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getSession)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getSession']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.endSession)['schema']['params']>,
      NonNullable<operations['endSession']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.endSession)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['endSession']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinPublicSession)['schema']['params']>,
      NonNullable<operations['joinPublicSession']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.joinPublicSession)['schema']['response'][200]>,
      operations['joinPublicSession']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.joinPublicSession)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['joinPublicSession']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listMembers)['schema']['params']>,
      NonNullable<operations['listMembers']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listMembers)['schema']['querystring']>,
      Filled<NonNullable<operations['listMembers']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listMembers)['schema']['response'][200]>,
      operations['listMembers']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listMembers)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listMembers']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateSessionSettings)['schema']['params']>,
      NonNullable<operations['updateSessionSettings']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateSessionSettings)['schema']['body']>,
      operations['updateSessionSettings']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateSessionSettings)['schema']['response'][200]>,
      operations['updateSessionSettings']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.updateSessionSettings)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['updateSessionSettings']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removeMember)['schema']['params']>,
      NonNullable<operations['removeMember']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.removeMember)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['removeMember']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setMemberRole)['schema']['params']>,
      NonNullable<operations['setMemberRole']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setMemberRole)['schema']['body']>,
      operations['setMemberRole']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.setMemberRole)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['setMemberRole']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.transferSession)['schema']['params']>,
      NonNullable<operations['transferSession']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.transferSession)['schema']['body']>,
      operations['transferSession']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.transferSession)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['transferSession']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.rotateInviteCode)['schema']['params']>,
      NonNullable<operations['rotateInviteCode']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.rotateInviteCode)['schema']['response'][200]>,
      operations['rotateInviteCode']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.rotateInviteCode)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['rotateInviteCode']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listBans)['schema']['params']>,
      NonNullable<operations['listBans']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listBans)['schema']['response'][200]>,
      operations['listBans']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listBans)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listBans']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.banUser)['schema']['params']>,
      NonNullable<operations['banUser']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.banUser)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['banUser']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.unbanUser)['schema']['params']>,
      NonNullable<operations['unbanUser']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.unbanUser)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['unbanUser']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listJoinRequests)['schema']['params']>,
      NonNullable<operations['listJoinRequests']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listJoinRequests)['schema']['response'][200]>,
      operations['listJoinRequests']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listJoinRequests)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listJoinRequests']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.answerJoinRequest)['schema']['params']>,
      NonNullable<operations['answerJoinRequest']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.answerJoinRequest)['schema']['body']>,
      operations['answerJoinRequest']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.answerJoinRequest)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['answerJoinRequest']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listChatMessages)['schema']['params']>,
      NonNullable<operations['listChatMessages']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listChatMessages)['schema']['querystring']>,
      Filled<NonNullable<operations['listChatMessages']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listChatMessages)['schema']['response'][200]>,
      operations['listChatMessages']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listChatMessages)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listChatMessages']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.postChatMessage)['schema']['params']>,
      NonNullable<operations['postChatMessage']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.postChatMessage)['schema']['headers']>,
      Lower<NonNullable<operations['postChatMessage']['parameters']['header']>>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.postChatMessage)['schema']['body']>,
      operations['postChatMessage']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.postChatMessage)['schema']['response'][201]>,
      operations['postChatMessage']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.postChatMessage)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['postChatMessage']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.deleteChatMessage)['schema']['params']>,
      NonNullable<operations['deleteChatMessage']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.deleteChatMessage)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['deleteChatMessage']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.react)['schema']['params']>,
      NonNullable<operations['react']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.react)['schema']['body']>,
      operations['react']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.react)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['react']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.voteToSkip)['schema']['params']>,
      NonNullable<operations['voteToSkip']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.voteToSkip)['schema']['body']>,
      operations['voteToSkip']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.voteToSkip)['schema']['response'][200]>,
      operations['voteToSkip']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.voteToSkip)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['voteToSkip']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.withdrawSkipVote)['schema']['params']>,
      NonNullable<operations['withdrawSkipVote']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.withdrawSkipVote)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['withdrawSkipVote']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrackSuggestions)['schema']['params']>,
      NonNullable<operations['listTrackSuggestions']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrackSuggestions)['schema']['response'][200]>,
      operations['listTrackSuggestions']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listTrackSuggestions)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listTrackSuggestions']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.suggestTrack)['schema']['params']>,
      NonNullable<operations['suggestTrack']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.suggestTrack)['schema']['body']>,
      operations['suggestTrack']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.suggestTrack)['schema']['response'][201]>,
      operations['suggestTrack']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.suggestTrack)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['suggestTrack']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.answerSuggestion)['schema']['params']>,
      NonNullable<operations['answerSuggestion']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.answerSuggestion)['schema']['body']>,
      operations['answerSuggestion']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.answerSuggestion)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['answerSuggestion']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.withdrawSuggestion)['schema']['params']>,
      NonNullable<operations['withdrawSuggestion']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.withdrawSuggestion)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['withdrawSuggestion']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.voteForSuggestion)['schema']['params']>,
      NonNullable<operations['voteForSuggestion']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.voteForSuggestion)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['voteForSuggestion']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.withdrawSuggestionVote)['schema']['params']>,
      NonNullable<operations['withdrawSuggestionVote']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.withdrawSuggestionVote)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['withdrawSuggestionVote']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createTicket)['schema']['params']>,
      NonNullable<operations['createTicket']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createTicket)['schema']['body']>,
      operations['createTicket']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.createTicket)['schema']['response'][201]>,
      operations['createTicket']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.createTicket)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['createTicket']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.openSocket)['schema']['params']>,
      NonNullable<operations['openSocket']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.openSocket)['schema']['querystring']>,
      NonNullable<operations['openSocket']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.openSocket)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['openSocket']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getSyncReceipt)['schema']['params']>,
      NonNullable<operations['getSyncReceipt']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getSyncReceipt)['schema']['response'][200]>,
      operations['getSyncReceipt']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getSyncReceipt)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getSyncReceipt']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrail)['schema']['params']>,
      NonNullable<operations['getTrail']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrail)['schema']['querystring']>,
      Filled<NonNullable<operations['getTrail']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getTrail)['schema']['response'][200]>,
      operations['getTrail']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getTrail)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getTrail']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrails)['schema']['querystring']>,
      Filled<NonNullable<operations['listTrails']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listTrails)['schema']['response'][200]>,
      operations['listTrails']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listTrails)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listTrails']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listOutputDelays)['schema']['response'][200]>,
      operations['listOutputDelays']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listOutputDelays)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listOutputDelays']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setOutputDelay)['schema']['params']>,
      NonNullable<operations['setOutputDelay']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.setOutputDelay)['schema']['body']>,
      operations['setOutputDelay']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.setOutputDelay)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['setOutputDelay']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.removeOutputDelay)['schema']['params']>,
      NonNullable<operations['removeOutputDelay']['parameters']['path']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.removeOutputDelay)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['removeOutputDelay']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getHealth)['schema']['response'][200]>,
      operations['getHealth']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getHealth)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getHealth']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getReadiness)['schema']['response'][200]>,
      operations['getReadiness']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getReadiness)['schema']['response'][503]>,
      operations['getReadiness']['responses'][503]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getReadiness)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getReadiness']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getMetrics)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getMetrics']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getOpenapiJson)['schema']['response'][200]>,
      operations['getOpenapiJson']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getOpenapiJson)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getOpenapiJson']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getOpenapiYaml)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getOpenapiYaml']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getAsyncapiYaml)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getAsyncapiYaml']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getListeningYaml)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getListeningYaml']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getDocs)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getDocs']['responses']['default']['content']['application/problem+json']
    >
  >,
];
