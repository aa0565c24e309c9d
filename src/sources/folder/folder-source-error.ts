import { OperatorError } from '../../core/operator-error.ts';

const SENTENCES = {
  missing: 'There is no folder or file {path}.',
  not_a_photo: 'The file {path} does not have the name of a photo.',
  unreadable: 'The folder {path} cannot be read.',
  unreadable_file: 'The file {path} cannot be read.',
  too_long: 'The file {path} is too long for what it is for.',
  outside: 'The file {path} is a link that leads out of the folder.',
  unwatchable: '{path} cannot be watched.',
} as const;

const REMEDIES = {
  missing: 'Check the spelling; a relative path begins at the folder that the command runs in.',
  not_a_photo: 'Give a folder, or a file that ends in .jpg, .png, .webp, .avif, .gif or .tiff.',
  unreadable: 'Give this user the right to read it, or leave it out.',
  unreadable_file: 'Give this user the right to read it, or remove it.',
  too_long: 'Shorten it to a million bytes, or remove it.',
  outside: 'Put the file itself there, or import it as the operator, with the command line.',
  unwatchable: 'Give a folder; if it has many subfolders, raise fs.inotify.max_user_watches of the system.',
} as const;

/** A folder cannot be read as a source of photos. */
export class FolderSourceError extends OperatorError {
  readonly code: keyof typeof SENTENCES;

  constructor(code: keyof typeof SENTENCES, path: string, cause?: unknown) {
    super(SENTENCES[code].replace('{path}', path), REMEDIES[code], cause);
    this.name = 'FolderSourceError';
    this.code = code;
  }
}
