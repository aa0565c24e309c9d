import { z } from 'zod';
import type { Import, SourceDescription } from '../../../core/import.ts';
import { allItems } from '../../../core/page.ts';
import type { Services } from '../../../services/services.ts';
import { ensureGallery } from '../../ensure-gallery.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { importInForeground } from '../../import-in-foreground.ts';
import { metadataOption } from '../../metadata-option.ts';
import { readOptions } from '../../read-options.ts';
import { note, type Session, withApplication } from '../../session.ts';
import { reportImport } from './import-output.ts';

/** Who has begun what the command line begins. */
const OPERATOR = 'command-line';

/** The options that every kind of source has. */
export const importOptions = z.object({
  gallery: z.string(),
  provenance: z.string().trim().min(1),
  faces: z.enum(['all', 'largest']).default('all'),
  metadata: metadataOption('the source comes before --metadata'),
  create: z.boolean().default(true),
  pack: z.string().optional(),
  callback: z.url({ protocol: /^https?$/ }).optional(),
  mail: z.email().optional(),
  background: z.boolean().default(false),
});

function exitCodeOf({ state, counts }: Import): ExitCode {
  if (state === 'paused') return EXIT.interrupted;
  return state === 'done' && counts.failed === 0 ? EXIT.fine : EXIT.failed;
}

/** The newest import that has been paused although this one does the same. */
async function pausedLike(services: Services, begun: Import): Promise<Import | undefined> {
  const { galleryName, kind, description } = begun;
  for await (const other of allItems((page) => services.listImports(page))) {
    const isAlike =
      other.galleryName === galleryName && other.kind === kind && other.description === description;
    if (isAlike && other.state === 'paused') return other;
  }
  return undefined;
}

/** Begins an import and, unless a server is to do it, carries it out. */
export async function beginImport(
  session: Session,
  source: SourceDescription,
  given: unknown,
): Promise<ExitCode> {
  const options = readOptions(importOptions, given);
  return withApplication(session, async (application) => {
    const { services } = application;
    if (options.create) {
      const { gallery, created } = await ensureGallery(services, options.gallery, options.pack);
      if (created) note(session, `Created the gallery "${gallery.name}".`);
    }
    const { provenance, faces, metadata } = options;
    const begun = await services.beginImport({
      galleryName: options.gallery,
      source,
      provenance,
      faces,
      metadata,
      keyId: OPERATOR,
      isOperator: true,
      callbackUrl: options.callback,
      mailAddress: options.mail,
    });
    const paused = await pausedLike(services, begun);
    if (paused !== undefined) {
      const both = `go on with it by "likeness imports resume ${paused.id}", or end it by "likeness imports cancel ${paused.id}"`;
      note(
        session,
        `Another import of the same source is paused: ${both}. What it has stored is passed over.`,
      );
    }
    if (options.background) {
      reportImport(session, begun);
      note(
        session,
        `A running server works on it; see how far it is with "likeness imports show ${begun.id}".`,
      );
      return EXIT.fine;
    }
    const ended = await importInForeground(session, application, begun);
    reportImport(session, ended);
    if (ended.state === 'paused') note(session, `Go on with "likeness imports resume ${ended.id}".`);
    if (ended.counts.failed > 0)
      note(session, `See which files failed with "likeness imports report ${ended.id} --failed".`);
    return exitCodeOf(ended);
  });
}
