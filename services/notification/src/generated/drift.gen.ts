// Generated from openapi/notification.yaml. Do not edit: change the contract, then run `make generate`.
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

/** Does not compile when the types and the schemas of the contract differ; the row names the shape. */
export type NoDrift = [
  Assert<Agree<s.MailTemplate, components['schemas']['MailTemplate']>>,
  Assert<Agree<s.MailState, components['schemas']['MailState']>>,
  Assert<Agree<s.Mail, components['schemas']['Mail']>>,
  Assert<Agree<s.MailPage, components['schemas']['MailPage']>>,
  Assert<Agree<s.Cursor, components['schemas']['Cursor']>>,
  Assert<Agree<s.FieldError, components['schemas']['FieldError']>>,
  Assert<Agree<s.QuotaUse, components['schemas']['QuotaUse']>>,
  Assert<Agree<s.Problem, components['schemas']['Problem']>>,
  Assert<Agree<s.Id, components['schemas']['Id']>>,
  Assert<Agree<s.Email, components['schemas']['Email']>>,
  Assert<Agree<s.Timestamp, components['schemas']['Timestamp']>>,
  Assert<Agree<s.Health, components['schemas']['Health']>>,
  Assert<Agree<s.DependencyState, components['schemas']['DependencyState']>>,
  Assert<Agree<s.Readiness, components['schemas']['Readiness']>>,
  Assert<Agree<s.ContractDocument, components['schemas']['ContractDocument']>>,
  Assert<
    Agree<
      Static<(typeof o.listMails)['schema']['querystring']>,
      Filled<NonNullable<operations['listMails']['parameters']['query']>, 'limit'>
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.listMails)['schema']['response'][200]>,
      operations['listMails']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.listMails)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['listMails']['responses']['default']['content']['application/problem+json']
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
        (typeof o.getDocs)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getDocs']['responses']['default']['content']['application/problem+json']
    >
  >,
];
