const MEGABYTE = 1_000_000;

/** A size for people, in millions of bytes, such as `4.0 MB`. */
export function describeBytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
