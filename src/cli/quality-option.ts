import { z } from 'zod';
import { QUALITY_PARTS, type QualityBounds, type QualityPart } from '../core/quality-rules.ts';

const SHAPE = /^([a-z]+)=(\d*\.?\d+)$/;

/** `score=0.5,size=0.3` to bounds; an empty text asks for nothing. */
export const qualityBoundsOption = z
  .string()
  .transform((text, context): QualityBounds => {
    const bounds: Partial<Record<QualityPart, number>> = {};
    for (const word of text.split(',').filter((word) => word.trim() !== '')) {
      const [, name, value] = SHAPE.exec(word.trim()) ?? [];
      const part = QUALITY_PARTS.find((each) => each === name);
      const least = Number(value);
      if (part !== undefined && least <= 1) {
        bounds[part] = least;
        continue;
      }
      const message = `"${word}" is not part=least, with a part out of ${QUALITY_PARTS.join(', ')} and a least from 0 to 1`;
      context.addIssue({ code: 'custom', message });
    }
    return bounds;
  })
  .optional();

/** How the flags are described. */
export const QUALITY_FLAGS = {
  warnBelow: ['--warn-below <part=least,...>', 'warn of faces below one of these, each 0 to 1'],
  rejectBelow: ['--reject-below <part=least,...>', 'do not store faces below one of these, each 0 to 1'],
} as const;

/** Bounds as the flags take them; a dash when nothing is asked. */
export function describeBounds(bounds: QualityBounds): string {
  const words = QUALITY_PARTS.flatMap((part) =>
    bounds[part] === undefined ? [] : [`${part}=${bounds[part]}`],
  );
  return words.length === 0 ? '-' : words.join(',');
}
