import { z } from 'zod';
import { defineOperation, noBody, nothing } from '../contract/operation.ts';
import { SOURCE } from './scale.ts';

const health = defineOperation({
  name: 'health',
  method: 'GET',
  path: '/api/v1/health',
  summary: 'Whether the server is there',
  source: SOURCE,
  scope: 'anyone',
  params: nothing,
  query: nothing,
  body: noBody,
  reply: { status: 200, schema: z.object({ status: z.literal('ok') }) },
  faults: [],
  handle: async () => ({ status: 'ok' as const }),
});

export const healthOperations = [health];
