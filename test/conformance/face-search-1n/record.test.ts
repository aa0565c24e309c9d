import { expect, it } from 'vitest';
import { recordOf } from '../../../src/dialects/face-search-1n/record.ts';

const NOTHING = {
  name: null,
  dob: null,
  nationality: null,
  gender: null,
  id_no: null,
  address: null,
  watch_list: [],
  additional_info: '',
};

it('shows metadata that say nothing of a person as an empty record', () => {
  expect(recordOf({})).toEqual(NOTHING);
  expect(recordOf({ url: 'https://example.org', name: null, watch_list: null })).toEqual(NOTHING);
});

it('shows what is not text as JSON', () => {
  const record = recordOf({ name: 7, id_no: true, address: { city: 'Pune' }, additional_info: [1, 'a'] });
  expect(record).toEqual({
    ...NOTHING,
    name: '7',
    id_no: 'true',
    address: '{"city":"Pune"}',
    additional_info: '[1,"a"]',
  });
});

it.each([
  [
    ['PEP', ' sanctions '],
    ['PEP', 'sanctions'],
  ],
  ['PEP, sanctions,', ['PEP', 'sanctions']],
  ['', []],
  [7, ['7']],
  [
    ['PEP', null, 7, ''],
    ['PEP', '7'],
  ],
])('makes a list of watch lists of %j', (given, expected) => {
  expect(recordOf({ watch_list: given }).watch_list).toEqual(expected);
});
