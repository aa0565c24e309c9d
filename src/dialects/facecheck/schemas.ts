import { z } from 'zod';

/** Whole numbers of 32 bits, as the vendor's document has them. */
const int32 = z.number().int().min(-2_147_483_648).max(2_147_483_647);
const text = z.string().nullable();
const seconds = z.number().nonnegative().nullable();

const inputImageSchema = z
  .object({
    id_pic: text,
    base64: text.describe('The face that is searched for, a data URL of a WebP picture.'),
    svg_anim: text.describe('Always null.'),
    url_source: text.describe('Always null: photos are uploaded.'),
  })
  .meta({ id: 'InputImage' });

const searchItemSchema = z
  .object({
    guid: text.describe('Of the matched face, 32 hexadecimal digits.'),
    score: int32.min(40).max(100),
    group: int32.describe('Items of one group show the same person.'),
    base64: text.describe('The matched face, a data URL of a WebP picture.'),
    url: text.describe(
      "The face's metadata `url`, else the address of its photo, else the photo's file name.",
    ),
    index: int32.describe('Place among the items, from 0.'),
    indexDB: z.number().int().describe('Number of the matched face.'),
  })
  .meta({ id: 'SearchItem' });

const searchResultsSchema = z
  .object({
    demo: z.boolean().nullable(),
    items: z.array(searchItemSchema).nullable().describe('At most 100, by falling score.'),
    max_score: int32.describe('Of the first item; 0 when there is none.'),
    searchedFaces: int32.nullable(),
    face_per_sec: int32.nullable(),
    performance: text.describe('What was searched in which time, in words.'),
    tookSeconds: seconds.describe('Comparing.'),
    tookSecondsDownload: seconds.describe('Reading what is stored of the matched faces.'),
    tookSecondsQueue: seconds,
    images_in_bundle: int32.describe('How many photos the search has.'),
    freeRam: z.number().nullable().describe('Always null.'),
  })
  .meta({ id: 'Search_Results' });

/** Every reply but that of `info`. Every key is always there. */
export const replySchema = z
  .object({
    id_search: text,
    message: text,
    progress: int32.min(0).max(100).nullable(),
    error: text,
    code: text,
    input: z.array(inputImageSchema).nullable(),
    output: searchResultsSchema.nullable(),
  })
  .meta({ id: 'BrowserJsonResponse' });

export const infoSchema = z
  .object({
    faces: int32.nullable(),
    has_credits_to_search: z.boolean(),
    is_online: z.boolean(),
    remaining_credits: int32.describe('2147483647 for a key without limit.'),
  })
  .meta({ id: 'InfoResponse' });

export type Reply = z.input<typeof replySchema>;
export type Info = z.input<typeof infoSchema>;
