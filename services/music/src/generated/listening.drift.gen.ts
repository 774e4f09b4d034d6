// Generated from openapi/listening.yaml. Do not edit: change the contract, then run `make generate`.
import type * as s from './listening.schemas.gen.ts';
import type { components } from './listening.types.gen.ts';

/** The same type without names, intersections and different forms of optionality. */
type Plain<T> = T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agree<A, B> = Same<Plain<A>, Plain<B>>;
type Assert<T extends true> = T;

/** Does not compile when the types and the schemas of the contract differ; the row names the shape. */
export type NoDrift = [
  Assert<Agree<s.ClientMessage, components['schemas']['ClientMessage']>>,
  Assert<Agree<s.ServerMessage, components['schemas']['ServerMessage']>>,
  Assert<Agree<s.TimeUs, components['schemas']['TimeUs']>>,
  Assert<Agree<s.LocalTimeUs, components['schemas']['LocalTimeUs']>>,
  Assert<Agree<s.Epoch, components['schemas']['Epoch']>>,
  Assert<Agree<s.Revision, components['schemas']['Revision']>>,
  Assert<Agree<s.CommandId, components['schemas']['CommandId']>>,
  Assert<Agree<s.DeviceId, components['schemas']['DeviceId']>>,
  Assert<Agree<s.Timeline, components['schemas']['Timeline']>>,
  Assert<Agree<s.QueueItem, components['schemas']['QueueItem']>>,
  Assert<Agree<s.PlaybackControl, components['schemas']['PlaybackControl']>>,
  Assert<Agree<s.MemberRole, components['schemas']['MemberRole']>>,
  Assert<Agree<s.Member, components['schemas']['Member']>>,
  Assert<Agree<s.FirstMembers, components['schemas']['FirstMembers']>>,
  Assert<Agree<s.MemberCount, components['schemas']['MemberCount']>>,
  Assert<Agree<s.Probe, components['schemas']['Probe']>>,
  Assert<Agree<s.Play, components['schemas']['Play']>>,
  Assert<Agree<s.Pause, components['schemas']['Pause']>>,
  Assert<Agree<s.Seek, components['schemas']['Seek']>>,
  Assert<Agree<s.Resume, components['schemas']['Resume']>>,
  Assert<Agree<s.SyncReport, components['schemas']['SyncReport']>>,
  Assert<Agree<s.Snapshot, components['schemas']['Snapshot']>>,
  Assert<Agree<s.ProbeReply, components['schemas']['ProbeReply']>>,
  Assert<Agree<s.TimelineChanged, components['schemas']['TimelineChanged']>>,
  Assert<Agree<s.Ack, components['schemas']['Ack']>>,
  Assert<Agree<s.MemberJoined, components['schemas']['MemberJoined']>>,
  Assert<Agree<s.MemberCountChanged, components['schemas']['MemberCountChanged']>>,
  Assert<Agree<s.MemberLeft, components['schemas']['MemberLeft']>>,
  Assert<Agree<s.MessageProblemCode, components['schemas']['MessageProblemCode']>>,
  Assert<Agree<s.MessageProblem, components['schemas']['MessageProblem']>>,
  Assert<Agree<s.MessageFieldError, components['schemas']['MessageFieldError']>>,
  Assert<Agree<s.Id, components['schemas']['Id']>>,
  Assert<Agree<s.PositionMs, components['schemas']['PositionMs']>>,
  Assert<Agree<s.DurationMs, components['schemas']['DurationMs']>>,
  Assert<Agree<s.DisplayName, components['schemas']['DisplayName']>>,
];
