import { OperatorError } from '../../core/operator-error.ts';

const SENTENCES = {
  missing: 'There is no folder or file {path}.',
  not_a_photo: 'The file {path} does not have the name of a photo.',
  unreadable: 'The folder {path} cannot be read.',
  unreadable_patterns: 'The file {path} cannot be read.',
  unwatchable: '{path} cannot be watched.',
} as const;

const REMEDIES = {
  missing: 'Check the spelling; a relative path begins at the folder that the command runs in.',
  not_a_photo: 'Give a folder, or a file that ends in .jpg, .png, .webp, .avif, .gif or .tiff.',
  unreadable: 'Give this user the right to read it, or leave it out.',
  unreadable_patterns: 'Give this user the right to read it, or remove it.',
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
