/** Scales a vector in place so that the squares of its components sum to `length` squared. */
export function scaleToLength(vector: Float32Array, length: number): void {
  let squares = 0;
  for (const component of vector) squares += component * component;
  const factor = length / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) * factor;
}
