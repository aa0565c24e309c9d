/** Numbers in row-major order with their dimensions; no dimensions for a scalar. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** How many numbers a shape holds; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

/**
 * A copy whose axis `k` is the source's axis `order[k]`.
 *
 * @param order each axis of the tensor once
 * @throws RangeError when it is not
 */
export function permute(tensor: Tensor, order: readonly number[]): Tensor {
  const axes = [...order].sort((first, second) => first - second);
  if (axes.length !== tensor.shape.length || axes.some((axis, index) => axis !== index)) {
    throw new RangeError(`[${order.join()}] is not an order of ${tensor.shape.length} axes`);
  }
  const strides = stridesOf(tensor.shape);
  const shape = order.map((axis) => tensor.shape[axis] ?? 1);
  const sourceStrides = order.map((axis) => strides[axis] ?? 1);
  const targetStrides = stridesOf(shape);
  const data = new Float32Array(tensor.data.length);
  for (let target = 0; target < data.length; target += 1) {
    let source = 0;
    for (let axis = 0; axis < shape.length; axis += 1) {
      const position = Math.floor(target / (targetStrides[axis] ?? 1)) % (shape[axis] ?? 1);
      source += position * (sourceStrides[axis] ?? 1);
    }
    data[target] = tensor.data[source] ?? 0;
  }
  return { shape, data };
}
