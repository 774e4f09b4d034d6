// Generated from openapi/events.yaml. Do not edit: change the contract, then run `make generate`.
import type * as s from './events.schemas.gen.ts';
import type { components } from './events.types.gen.ts';

/** The same type without names, intersections and different forms of optionality. */
type Plain<T> = T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agree<A, B> = Same<Plain<A>, Plain<B>>;
type Assert<T extends true> = T;

/** Does not compile when the types and the schemas of the contract differ; the row names the shape. */
export type NoDrift = [
  Assert<Agree<s.DownbeatEvent, components['schemas']['DownbeatEvent']>>,
  Assert<Agree<s.EventSource, components['schemas']['EventSource']>>,
  Assert<Agree<s.CorrelationId, components['schemas']['CorrelationId']>>,
  Assert<Agree<s.SealedText, components['schemas']['SealedText']>>,
  Assert<Agree<s.UserRegistered, components['schemas']['UserRegistered']>>,
  Assert<Agree<s.VerificationRequested, components['schemas']['VerificationRequested']>>,
  Assert<Agree<s.UserEmailVerified, components['schemas']['UserEmailVerified']>>,
  Assert<Agree<s.UserRenamed, components['schemas']['UserRenamed']>>,
  Assert<Agree<s.PasswordResetRequested, components['schemas']['PasswordResetRequested']>>,
  Assert<Agree<s.PasswordChanged, components['schemas']['PasswordChanged']>>,
  Assert<Agree<s.RevocationReason, components['schemas']['RevocationReason']>>,
  Assert<Agree<s.SessionRevoked, components['schemas']['SessionRevoked']>>,
  Assert<Agree<s.TrackPublished, components['schemas']['TrackPublished']>>,
  Assert<Agree<s.ReleaseMailsChosen, components['schemas']['ReleaseMailsChosen']>>,
  Assert<Agree<s.ArtistReleased, components['schemas']['ArtistReleased']>>,
  Assert<Agree<s.Id, components['schemas']['Id']>>,
  Assert<Agree<s.Timestamp, components['schemas']['Timestamp']>>,
  Assert<Agree<s.Email, components['schemas']['Email']>>,
  Assert<Agree<s.DisplayName, components['schemas']['DisplayName']>>,
  Assert<Agree<s.Role, components['schemas']['Role']>>,
];
