import { z } from 'zod';
import type { JsonValue, Metadata } from '../../core/metadata.ts';

const text = z.string().nullable();

/** What the vendor shows of a person, as it stands in the metadata of the face. */
export const recordFields = {
  name: text.describe('null when it is not known, as are the next five.'),
  dob: text,
  nationality: text,
  gender: text,
  id_no: text,
  address: text,
  watch_list: z.array(z.string()).describe('Empty when the person is on none.'),
  additional_info: z.string().describe('Empty when there is none.'),
};

function textOf(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A list as it is, or what stands between commas, because importers give metadata as text. */
function listOf(value: JsonValue | undefined): string[] {
  const words = Array.isArray(value) ? value.map(textOf) : (textOf(value)?.split(',') ?? []);
  return words.map((word) => word?.trim() ?? '').filter((word) => word !== '');
}

export function recordOf(metadata: Metadata) {
  return {
    name: textOf(metadata['name']),
    dob: textOf(metadata['dob']),
    nationality: textOf(metadata['nationality']),
    gender: textOf(metadata['gender']),
    id_no: textOf(metadata['id_no']),
    address: textOf(metadata['address']),
    watch_list: listOf(metadata['watch_list']),
    additional_info: textOf(metadata['additional_info']) ?? '',
  };
}
