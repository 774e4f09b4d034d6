// Generated from openapi/notification.yaml. Do not edit: change the contract, then run `make generate`.
import type { Examples } from '../mock/examples.ts';
import type { NotificationCalls } from './notification.operations.gen.ts';

/** The first success and example of each operation, and which of its inputs are numbers sent as text. */
export const notificationExamples = {
  listMails: {
    status: 200,
    data: {
      items: [
        {
          id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
          eventId: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3f',
          template: 'welcome',
          recipient: 'ada@example.com',
          state: 'accepted',
          attempts: 1,
          createdAt: '2026-11-23T11:16:00.000Z',
          updatedAt: '2026-11-23T11:16:01.000Z',
        },
      ],
      nextCursor: null,
    },
    numbers: ['limit'],
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
} satisfies Examples<NotificationCalls>;
