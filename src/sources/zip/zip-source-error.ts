import { OperatorError } from '../../core/operator-error.ts';

const SENTENCES = {
  missing: 'There is no file {place}.',
  unreadable: 'The archive {place} cannot be read.',
  not_a_zip: 'The file {place} is not a whole ZIP archive.',
  damaged: 'The list of files in the archive {place} is damaged.',
  too_many_entries: 'The archive {place} lists too many files.',
  inflates: 'The archive {place} would grow far beyond its own size when it is unpacked.',
  overlapping: 'Files in the archive {place} share their bytes, as in archives that are made to fill disks.',
  entry_encrypted: 'The file {place} in the archive is encrypted.',
  entry_method: 'The file {place} in the archive is packed in a way that cannot be unpacked here.',
  entry_damaged: 'The file {place} in the archive is damaged.',
} as const;

const REMEDIES = {
  missing: 'Check the spelling; a relative path begins at the folder that the command runs in.',
  unreadable: 'Give this user the right to read it.',
  not_a_zip: 'Copy or download the archive again; other kinds of archive must be unpacked first.',
  damaged: 'Copy or download the archive again, or repair it ("zip -FF"), or unpack it and give the folder.',
  too_many_entries: 'Split the archive, or unpack it and give the folder.',
  inflates: 'If you trust it, unpack it and give the folder.',
  overlapping: 'Do not trust it. If it is yours, pack the photos anew.',
  entry_encrypted: 'Pack the photos without a password, or unpack them and give the folder.',
  entry_method: 'Pack the photos with the method "deflate" or "store", or unpack them and give the folder.',
  entry_damaged: 'Copy or download the archive again, or pack the photo anew.',
} as const satisfies Record<keyof typeof SENTENCES, string>;

/** A ZIP archive, or a file in it, cannot be read. */
export class ZipSourceError extends OperatorError {
  readonly code: keyof typeof SENTENCES;

  /** @param place path of the archive, or name of the file in it */
  constructor(code: keyof typeof SENTENCES, place: string, cause?: unknown) {
    super(
      SENTENCES[code].replace('{place}', () => place),
      REMEDIES[code],
      cause,
    );
    this.name = 'ZipSourceError';
    this.code = code;
  }
}
