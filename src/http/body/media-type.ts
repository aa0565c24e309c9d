/** The forms of a body that we read. */
export type BodyForm = 'json' | 'multipart';

const JSON_TYPE = /^(?:application|text)\/json$|^application\/[\w.-]+\+json$/;

/** `text/html; charset=utf-8` is `text/html`. */
export function essenceOf(contentType: string | undefined): string {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The form that a content type stands for, if it is one of ours. */
export function formOf(contentType: string | undefined): BodyForm | undefined {
  const essence = essenceOf(contentType);
  if (essence === 'multipart/form-data') return 'multipart';
  return JSON_TYPE.test(essence) ? 'json' : undefined;
}
