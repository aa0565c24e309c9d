import { z } from 'zod';
import { allItems } from '../../core/page.ts';
import { GALLERY_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, noBody, nothing } from '../contract/operation.ts';

export const SOURCE = 'https://faceping.ai';

export const groupParams = z.object({ groupName: z.string() });

const groupReply = z.object({ groupName: z.string() });

const createGroup = defineOperation({
  name: 'createGroup',
  method: 'POST',
  path: '/groups/:groupName',
  summary: 'Creates a new face group',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: noBody,
  reply: { status: 200, schema: groupReply },
  faults: ['gallery_exists', 'gallery_not_allowed', 'gallery_name_invalid'],
  handle: async ({ params }, services) => {
    const { name } = await services.createGallery({ name: params.groupName });
    return { groupName: name };
  },
});

const listGroups = defineOperation({
  name: 'listGroups',
  method: 'GET',
  path: '/groups',
  summary: 'Lists all face groups',
  source: SOURCE,
  scope: 'read',
  params: nothing,
  query: nothing,
  body: noBody,
  reply: { status: 200, schema: z.array(z.string()).describe('Names of the groups.') },
  faults: [],
  handle: async (_, services) => {
    const names: string[] = [];
    for await (const { name } of allItems((page) => services.listGalleries(page))) names.push(name);
    return names;
  },
});

const deleteGroup = defineOperation({
  name: 'deleteGroup',
  method: 'DELETE',
  path: '/groups/:groupName',
  summary: 'Deletes a face group and all its associated face data',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: noBody,
  reply: { status: 200, schema: groupReply },
  faults: GALLERY_FAULTS,
  handle: async ({ params }, services) => {
    await services.deleteGallery(params.groupName);
    return { groupName: params.groupName };
  },
});

export const groupOperations = [createGroup, listGroups, deleteGroup];
