import { z } from 'zod';

const SHAPE = /^([^=]+)=(.*)$/s;

/**
 * `key=value` words to an object; all values are text, and a later one wins.
 *
 * @param hint what people do wrong most often
 */
export function metadataOption(hint: string) {
  return z
    .array(z.string())
    .default([])
    .transform((words, context) => {
      const pairs = words.map((word): [string, string] => {
        const [, key, value] = SHAPE.exec(word) ?? [];
        if (key !== undefined && value !== undefined) return [key, value];
        context.addIssue({ code: 'custom', message: `"${word}" is not key=value (${hint})` });
        return ['', ''];
      });
      return Object.fromEntries(pairs);
    });
}
