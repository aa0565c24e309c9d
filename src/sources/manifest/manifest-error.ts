import { OperatorError } from '../../core/operator-error.ts';

const SENTENCES = {
  missing: 'There is no manifest at {path}.',
  unknown_form: 'The manifest {path} has a name that does not say what it is.',
  unreadable: 'The manifest {path} cannot be read: {problem}.',
  columns: 'The manifest {path} has no column {problem}.',
} as const;

const REMEDIES = {
  missing: 'Check the spelling; a relative path begins at the folder that the command runs in.',
  unknown_form: 'Let it end in .csv, or in .jsonl for lines of JSON.',
  unreadable: 'Mend that line; see docs/imports.md for what a manifest looks like.',
  columns: 'Add it; see docs/imports.md for what a manifest looks like.',
} as const;

/** A manifest cannot be used as a source of photos. */
export class ManifestError extends OperatorError {
  readonly code: keyof typeof SENTENCES;

  constructor(
    code: keyof typeof SENTENCES,
    { path, problem = '' }: { readonly path: string; readonly problem?: string },
    cause?: unknown,
  ) {
    super(SENTENCES[code].replace('{path}', path).replace('{problem}', problem), REMEDIES[code], cause);
    this.name = 'ManifestError';
    this.code = code;
  }
}
