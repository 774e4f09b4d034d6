// Generated from openapi/auth.yaml. Do not edit: change the contract, then run `make generate`.
import type { Static } from '@sinclair/typebox';
import type { operations as o } from './operations.gen.ts';
import type * as s from './schemas.gen.ts';
import type { components, operations } from './types.gen.ts';

/** The same type without names, intersections and different forms of optionality. */
type Plain<T> = T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agree<A, B> = Same<Plain<A>, Plain<B>>;
type Assert<T extends true> = T;

/** Does not compile when the types and the schemas of the contract differ; the row names the shape. */
export type NoDrift = [
  Assert<Agree<s.Password, components['schemas']['Password']>>,
  Assert<Agree<s.GivenPassword, components['schemas']['GivenPassword']>>,
  Assert<Agree<s.Registration, components['schemas']['Registration']>>,
  Assert<Agree<s.Credentials, components['schemas']['Credentials']>>,
  Assert<Agree<s.RefreshToken, components['schemas']['RefreshToken']>>,
  Assert<Agree<s.RefreshRequest, components['schemas']['RefreshRequest']>>,
  Assert<Agree<s.ProfileChange, components['schemas']['ProfileChange']>>,
  Assert<Agree<s.ReleaseMails, components['schemas']['ReleaseMails']>>,
  Assert<Agree<s.OneTimeCode, components['schemas']['OneTimeCode']>>,
  Assert<Agree<s.EmailVerification, components['schemas']['EmailVerification']>>,
  Assert<Agree<s.PasswordChange, components['schemas']['PasswordChange']>>,
  Assert<Agree<s.ForgottenPassword, components['schemas']['ForgottenPassword']>>,
  Assert<Agree<s.PasswordReset, components['schemas']['PasswordReset']>>,
  Assert<Agree<s.GoogleRefusal, components['schemas']['GoogleRefusal']>>,
  Assert<Agree<s.GoogleCodeExchange, components['schemas']['GoogleCodeExchange']>>,
  Assert<Agree<s.User, components['schemas']['User']>>,
  Assert<Agree<s.AuthSession, components['schemas']['AuthSession']>>,
  Assert<Agree<s.Email, components['schemas']['Email']>>,
  Assert<Agree<s.DisplayName, components['schemas']['DisplayName']>>,
  Assert<Agree<s.FieldError, components['schemas']['FieldError']>>,
  Assert<Agree<s.QuotaUse, components['schemas']['QuotaUse']>>,
  Assert<Agree<s.Problem, components['schemas']['Problem']>>,
  Assert<Agree<s.Id, components['schemas']['Id']>>,
  Assert<Agree<s.Role, components['schemas']['Role']>>,
  Assert<Agree<s.Timestamp, components['schemas']['Timestamp']>>,
  Assert<Agree<s.Health, components['schemas']['Health']>>,
  Assert<Agree<s.DependencyState, components['schemas']['DependencyState']>>,
  Assert<Agree<s.Readiness, components['schemas']['Readiness']>>,
  Assert<Agree<s.ContractDocument, components['schemas']['ContractDocument']>>,
  Assert<
    Agree<
      Static<(typeof o.register)['schema']['body']>,
      operations['register']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.register)['schema']['response'][201]>,
      operations['register']['responses'][201]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.register)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['register']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.login)['schema']['body']>,
      operations['login']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.login)['schema']['response'][200]>,
      operations['login']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.login)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['login']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.refresh)['schema']['body']>,
      operations['refresh']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.refresh)['schema']['response'][200]>,
      operations['refresh']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.refresh)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['refresh']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.logout)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['logout']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.getMe)['schema']['response'][200]>,
      operations['getMe']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.getMe)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['getMe']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateMe)['schema']['body']>,
      operations['updateMe']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.updateMe)['schema']['response'][200]>,
      operations['updateMe']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.updateMe)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['updateMe']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.openUnsubscribe)['schema']['querystring']>,
      NonNullable<operations['openUnsubscribe']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.openUnsubscribe)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['openUnsubscribe']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.unsubscribe)['schema']['querystring']>,
      NonNullable<operations['unsubscribe']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.unsubscribe)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['unsubscribe']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.verifyEmail)['schema']['body']>,
      operations['verifyEmail']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.verifyEmail)['schema']['response'][200]>,
      operations['verifyEmail']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.verifyEmail)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['verifyEmail']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.resendVerification)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['resendVerification']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.changePassword)['schema']['body']>,
      operations['changePassword']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.changePassword)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['changePassword']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.forgotPassword)['schema']['body']>,
      operations['forgotPassword']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.forgotPassword)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['forgotPassword']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.resetPassword)['schema']['body']>,
      operations['resetPassword']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.resetPassword)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['resetPassword']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.startGoogle)['schema']['querystring']>,
      NonNullable<operations['startGoogle']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.startGoogle)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['startGoogle']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.finishGoogle)['schema']['querystring']>,
      NonNullable<operations['finishGoogle']['parameters']['query']>
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.finishGoogle)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['finishGoogle']['responses']['default']['content']['application/problem+json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.exchangeGoogleCode)['schema']['body']>,
      operations['exchangeGoogleCode']['requestBody']['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<(typeof o.exchangeGoogleCode)['schema']['response'][200]>,
      operations['exchangeGoogleCode']['responses'][200]['content']['application/json']
    >
  >,
  Assert<
    Agree<
      Static<
        (typeof o.exchangeGoogleCode)['schema']['response']['default']['content']['application/problem+json']['schema']
      >,
      operations['exchangeGoogleCode']['responses']['default']['content']['application/problem+json']
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
