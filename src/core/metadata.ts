export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** What the operator wishes to remember of a face: a flat or nested JSON object. */
export type Metadata = { readonly [key: string]: JsonValue };
