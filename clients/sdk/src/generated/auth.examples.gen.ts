// Generated from openapi/auth.yaml. Do not edit: change the contract, then run `make generate`.
import type { Examples } from '../mock/examples.ts';
import type { AuthCalls } from './auth.operations.gen.ts';

/** The first success and example of each operation, and which of its inputs are numbers sent as text. */
export const authExamples = {
  register: {
    status: 201,
    data: {
      accessToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
      refreshToken: 'Zk3vJm0l9s1Q7c8yT2bNwXr4uHdPqLaEoGi5MjKtRzA',
      tokenType: 'Bearer',
      expiresIn: 900,
      user: {
        id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
        email: 'ada@example.com',
        displayName: 'Ada',
        role: 'listener',
        emailVerified: false,
        createdAt: '2026-11-23T11:16:00.000Z',
      },
    },
  },
  login: {
    status: 200,
    data: {
      accessToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
      refreshToken: 'Zk3vJm0l9s1Q7c8yT2bNwXr4uHdPqLaEoGi5MjKtRzA',
      tokenType: 'Bearer',
      expiresIn: 900,
      user: {
        id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
        email: 'ada@example.com',
        displayName: 'Ada',
        role: 'listener',
        emailVerified: false,
        createdAt: '2026-11-23T11:16:00.000Z',
      },
    },
  },
  refresh: {
    status: 200,
    data: {
      accessToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
      refreshToken: 'Zk3vJm0l9s1Q7c8yT2bNwXr4uHdPqLaEoGi5MjKtRzA',
      tokenType: 'Bearer',
      expiresIn: 900,
      user: {
        id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
        email: 'ada@example.com',
        displayName: 'Ada',
        role: 'listener',
        emailVerified: false,
        createdAt: '2026-11-23T11:16:00.000Z',
      },
    },
  },
  logout: { status: 204 },
  getMe: {
    status: 200,
    data: {
      id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
      email: 'ada@example.com',
      displayName: 'Ada L.',
      role: 'listener',
      emailVerified: true,
      releaseMails: false,
      createdAt: '2026-11-23T11:16:00.000Z',
    },
  },
  updateMe: {
    status: 200,
    data: {
      id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
      email: 'ada@example.com',
      displayName: 'Ada L.',
      role: 'listener',
      emailVerified: true,
      releaseMails: false,
      createdAt: '2026-11-23T11:16:00.000Z',
    },
  },
  unsubscribe: { status: 204 },
  verifyEmail: {
    status: 200,
    data: {
      id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
      email: 'ada@example.com',
      displayName: 'Ada L.',
      role: 'listener',
      emailVerified: true,
      releaseMails: false,
      createdAt: '2026-11-23T11:16:00.000Z',
    },
  },
  resendVerification: { status: 202 },
  changePassword: { status: 204 },
  forgotPassword: { status: 202 },
  resetPassword: { status: 204 },
  exchangeGoogleCode: {
    status: 200,
    data: {
      accessToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
      refreshToken: 'Zk3vJm0l9s1Q7c8yT2bNwXr4uHdPqLaEoGi5MjKtRzA',
      tokenType: 'Bearer',
      expiresIn: 900,
      user: {
        id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
        email: 'ada@example.com',
        displayName: 'Ada',
        role: 'listener',
        emailVerified: false,
        createdAt: '2026-11-23T11:16:00.000Z',
      },
    },
  },
  getHealth: { status: 200, data: { status: 'ok', service: 'auth', uptimeSeconds: 12.5 } },
  getReadiness: {
    status: 200,
    data: {
      status: 'degraded',
      service: 'auth',
      dependencies: {
        mongo: { state: 'up', required: true },
        rabbit: { state: 'down', required: false, error: 'connection refused' },
      },
    },
  },
  getMetrics: { status: 200, data: 'process_cpu_seconds_total 12.5' },
  getOpenapiJson: {
    status: 200,
    data: { openapi: '3.1.0', info: { title: 'Downbeat music', version: '1.0.0' }, paths: {} },
  },
  getOpenapiYaml: { status: 200 },
  getAsyncapiYaml: { status: 200 },
  getDocs: { status: 200 },
} satisfies Examples<AuthCalls>;
