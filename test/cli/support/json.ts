import type { z } from 'zod';

/** Standard output of a command as the documented JSON. */
export function jsonOf<Output>(schema: z.ZodType<Output>, terminal: { stdout: { text: string } }): Output {
  return schema.parse(JSON.parse(terminal.stdout.text));
}
