// Generated from openapi/common.yaml. Do not edit: change the contract, then run `make generate`.
import type * as s from './common.schemas.gen.ts';
import type { components } from './common.types.gen.ts';

/** The same type without names, intersections and different forms of optionality. */
type Plain<T> = T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agree<A, B> = Same<Plain<A>, Plain<B>>;
type Assert<T extends true> = T;

/** Does not compile when the types and the schemas of the contract differ; the row names the shape. */
export type NoDrift = [
  Assert<Agree<s.Id, components['schemas']['Id']>>,
  Assert<Agree<s.Timestamp, components['schemas']['Timestamp']>>,
  Assert<Agree<s.Cursor, components['schemas']['Cursor']>>,
  Assert<Agree<s.DisplayName, components['schemas']['DisplayName']>>,
  Assert<Agree<s.Name, components['schemas']['Name']>>,
  Assert<Agree<s.ChatText, components['schemas']['ChatText']>>,
  Assert<Agree<s.PlaylistDescription, components['schemas']['PlaylistDescription']>>,
  Assert<Agree<s.Email, components['schemas']['Email']>>,
  Assert<Agree<s.Role, components['schemas']['Role']>>,
  Assert<Agree<s.DurationMs, components['schemas']['DurationMs']>>,
  Assert<Agree<s.PositionMs, components['schemas']['PositionMs']>>,
  Assert<Agree<s.Problem, components['schemas']['Problem']>>,
  Assert<Agree<s.QuotaUse, components['schemas']['QuotaUse']>>,
  Assert<Agree<s.FieldError, components['schemas']['FieldError']>>,
  Assert<Agree<s.Health, components['schemas']['Health']>>,
  Assert<Agree<s.Readiness, components['schemas']['Readiness']>>,
  Assert<Agree<s.DependencyState, components['schemas']['DependencyState']>>,
  Assert<Agree<s.ContractDocument, components['schemas']['ContractDocument']>>,
];
