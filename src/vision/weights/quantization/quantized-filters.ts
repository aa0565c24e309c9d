import type { Tensor } from '../tensor.ts';

/** Filters as whole numbers, one scale a filter. */
export interface QuantizedFilters {
  readonly shape: readonly number[];
  readonly data: Int8Array;
  readonly scales: Float32Array;
}

/**
 * The largest whole number of a filter that sums over channels. Processors without 8-bit dot products add two products
 * of 8 bits in 16 bits: 2 x 255 x 63 fits, 2 x 255 x 127 does not and would be cut off in silence.
 */
const LARGEST_WEIGHT = 63;

/** Filters of a single channel are not summed that way. */
const LARGEST_DEPTHWISE_WEIGHT = 127;

/** @param filters [filters, channels, height, width] */
export function quantizeFilters({ shape, data }: Tensor): QuantizedFilters {
  const [count = 1, channels = 1] = shape;
  const largest = channels === 1 ? LARGEST_DEPTHWISE_WEIGHT : LARGEST_WEIGHT;
  const size = data.length / count;
  const scales = new Float32Array(count);
  const quantized = new Int8Array(data.length);
  for (let filter = 0; filter < count; filter += 1) {
    let extreme = 0;
    for (let at = filter * size; at < (filter + 1) * size; at += 1) {
      extreme = Math.max(extreme, Math.abs(data[at] ?? 0));
    }
    const scale = Math.fround(extreme / largest) || 1;
    scales[filter] = scale;
    for (let at = filter * size; at < (filter + 1) * size; at += 1) {
      quantized[at] = Math.round((data[at] ?? 0) / scale);
    }
  }
  return { shape, data: quantized, scales };
}
