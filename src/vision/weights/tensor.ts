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
  const sourceStrides = stridesOf(tensor.shape);
  const shape = order.map((axis) => tensor.shape[axis] ?? 1);
  const targetStrides = stridesOf(shape);
  const data = new Float32Array(tensor.data.length);
  // Axes of one element make no difference, but would make the innermost loop one of a single step.
  const loops = order
    .map((axis, place) => ({
      size: shape[place] ?? 1,
      sourceStride: sourceStrides[axis] ?? 1,
      targetStride: targetStrides[place] ?? 1,
    }))
    .filter(({ size }) => size !== 1);
  copyAlong(loops, { from: tensor.data, to: data, source: 0, target: 0 });
  return { shape, data };
}

interface Loop {
  readonly size: number;
  readonly sourceStride: number;
  readonly targetStride: number;
}

interface Copy {
  readonly from: Float32Array;
  readonly to: Float32Array;
  /** Where in them to begin. */
  readonly source: number;
  readonly target: number;
}

/** Copies along nested axes, outermost first; adding up strides is far quicker than dividing every index. */
function copyAlong([loop, ...inner]: readonly Loop[], { from, to, source, target }: Copy): void {
  if (loop === undefined) {
    to[target] = from[source] ?? 0;
    return;
  }
  const { size, sourceStride, targetStride } = loop;
  for (let step = 0; step < size; step += 1) {
    const [nextSource, nextTarget] = [source + step * sourceStride, target + step * targetStride];
    if (inner.length === 0) to[nextTarget] = from[nextSource] ?? 0;
    else copyAlong(inner, { from, to, source: nextSource, target: nextTarget });
  }
}
