import { SourceError } from '../../ports/photo-source.ts';

const SENTENCES = {
  key_invalid: 'This is not the key of a Google service account: {place}.',
  key_refused: 'Google refuses the key of the service account {account}.',
  folder_id_invalid: 'This is not the id of a folder on Google Drive.',
  folder_missing: 'Google Drive has no folder {place} that the service account {account} may see.',
  not_a_folder: 'What Google Drive has as {place} is not a folder.',
  refused: 'Google Drive does not let the service account {account} read {place}.',
  file_missing: 'Google Drive has the file {place} no longer, or not for the service account {account}.',
  file_incomplete: 'Google Drive gives the file {place} with another content than it says.',
  unreachable: 'Google Drive cannot be reached, or is busy for too long.',
  closed: 'The connection to Google Drive was closed while {place} was read.',
} as const;

const REMEDIES = {
  key_invalid: 'Give the JSON text of the key as Google Cloud has made it, whole.',
  key_refused: 'Check that the key was not deleted, and that the clock of this machine is right.',
  folder_id_invalid: 'Give what follows /folders/ in the address of the folder.',
  folder_missing: 'Share the folder with {account}, and check the id.',
  not_a_folder: 'Give the id of the folder that the photos are in.',
  refused: 'Share it with {account}, and check that the Google Drive API is switched on in its project.',
  file_missing: 'Share it with {account} if it is still there.',
  file_incomplete: 'Run the import again when the file is not being changed.',
  unreachable: 'Check the network, and run the import again.',
  closed: 'Run the import again.',
} as const satisfies Record<keyof typeof SENTENCES, string>;

/** What is wrong with one file then, is wrong with all. */
const OF_ALL: ReadonlySet<string> = new Set(['key_refused', 'unreachable', 'closed']);

/** What a sentence speaks of. */
export interface DriveSubject {
  /** Folder or file. */
  readonly place?: string;
  /** Address of the service account, which is no secret: a folder is shared with it. */
  readonly account?: string;
}

/** Google Drive, or a file on it, cannot be used. Neither the key nor a token is in it. */
export class DriveSourceError extends SourceError {
  readonly code: keyof typeof SENTENCES;

  constructor(code: keyof typeof SENTENCES, { place = '', account = '' }: DriveSubject) {
    const fill = (text: string) =>
      text.replaceAll(/\{(place|account)\}/g, (_, word) => (word === 'place' ? place : account));
    super(fill(SENTENCES[code]), fill(REMEDIES[code]));
    this.name = 'DriveSourceError';
    this.code = code;
  }

  get mayBeOfAll(): boolean {
    return OF_ALL.has(this.code);
  }
}
