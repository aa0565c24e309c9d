import { z } from 'zod';
import { defineOperation, noBody, nothing } from '../contract/operation.ts';

export const SOURCE = 'https://faceping.ai';

export const groupParams = z.object({ groupName: z.string() });

const groupReply = z.object({ groupName: z.string() });

const GROUPS_PER_PAGE = 1000;

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
  faults: ['gallery_exists', 'gallery_name_invalid'],
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
    let after: string | undefined;
    do {
      const page = await services.listGalleries({ limit: GROUPS_PER_PAGE, ...(after && { after }) });
      names.push(...page.items.map(({ name }) => name));
      after = page.next;
    } while (after !== undefined);
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
  faults: ['gallery_not_found'],
  handle: async ({ params }, services) => {
    await services.deleteGallery(params.groupName);
    return { groupName: params.groupName };
  },
});

export const groupOperations = [createGroup, listGroups, deleteGroup];
