import { requireFinite } from '../index-checks.ts';
import { MOST_DIMENSIONS } from './family.ts';

/** @throws RangeError when a template is empty or too long, or a component is not finite */
export function requireIndexable(template: Float32Array): void {
  if (template.length > MOST_DIMENSIONS) {
    throw new RangeError(`a template has at most ${MOST_DIMENSIONS} dimensions`);
  }
  requireFinite(template);
}
