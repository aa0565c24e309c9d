/**
 * A template as stored: float32, little endian, as every machine that Likeness runs on keeps them.
 *
 * @throws RangeError when it is empty or a component is not finite
 */
export function templateToBytes(template: Float32Array): Uint8Array {
  if (template.length === 0) throw new RangeError('a template needs at least one dimension');
  if (!template.every((component) => Number.isFinite(component))) {
    throw new RangeError('a template has a component that is not finite');
  }
  return new Uint8Array(template.buffer, template.byteOffset, template.byteLength);
}

/** The template in bytes that `templateToBytes` has made. */
export function templateFromBytes(bytes: ArrayBuffer): Float32Array {
  return new Float32Array(bytes);
}
