import type { Command } from 'commander';
import { z } from 'zod';
import type { ExitCode } from '../exit-code.ts';
import { showGallery } from '../gallery-outline.ts';
import { QUALITY_FLAGS, qualityBoundsOption } from '../quality-option.ts';
import { readOptions } from '../read-options.ts';
import type { RunWork, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
Parts: score (the whole), size, sharpness, pose, brightness, detection; docs/quality.md says what they mean.
What is stored already stays.

Examples:
  $ likeness galleries set people --reject-below size=0.3,sharpness=0.2
  $ likeness galleries set people --warn-below score=0.5
  $ likeness galleries set people --reject-below ""     takes every face again`;

const setOptions = z.object({ warnBelow: qualityBoundsOption, rejectBelow: qualityBoundsOption });

function setGallery(session: Session, name: string, given: unknown): Promise<ExitCode> {
  const { warnBelow, rejectBelow } = readOptions(setOptions, given);
  if (warnBelow === undefined && rejectBelow === undefined) {
    throw new UsageError('Nothing is to be changed.', 'Give --warn-below or --reject-below.');
  }
  return showGallery(session, async ({ services }) => {
    const { quality } = await services.getGallery(name);
    const changed = {
      warnBelow: warnBelow ?? quality.warnBelow,
      rejectBelow: rejectBelow ?? quality.rejectBelow,
    };
    return services.setGalleryQuality({ name, quality: changed });
  });
}

/** `likeness galleries set <name>` */
export function addSetGalleryCommand(galleries: Command, run: RunWork): void {
  galleries
    .command('set')
    .description('Change which faces a gallery takes from now on.')
    .argument('<name>')
    .option(...QUALITY_FLAGS.warnBelow)
    .option(...QUALITY_FLAGS.rejectBelow)
    .addHelpText('after', EXAMPLES)
    .action((name: string, options: unknown) => run((session) => setGallery(session, name, options)));
}
