/** One part of a form: a file when it has a file name, else text. */
export interface FormPart {
  readonly field: string;
  readonly fileName?: string;
  readonly bytes: Uint8Array;
}

const BOUNDARY = '----conformance-4f1c2ab7';

function headOf({ field, fileName }: FormPart, isBare: boolean): string {
  const lines = [`--${BOUNDARY}`, `Content-Disposition: form-data; name="${field}"`];
  if (fileName !== undefined) {
    lines[1] += `; filename="${fileName}"`;
    if (!isBare) lines.push('Content-Type: application/octet-stream');
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** `multipart/form-data` by hand, because the platform's own always writes a content type into the parts of files. */
export function encodeForm(parts: readonly FormPart[], isBare: boolean): { type: string; bytes: Buffer } {
  const encoded = parts.flatMap((part) => [
    Buffer.from(headOf(part, isBare)),
    part.bytes,
    Buffer.from('\r\n'),
  ]);
  return {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    bytes: Buffer.concat([...encoded, Buffer.from(`--${BOUNDARY}--\r\n`)]),
  };
}
