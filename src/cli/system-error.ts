/** An error of the operating system, such as a full disk. */
export interface SystemError extends Error {
  readonly code: string;
}

/** Whether the operating system refused something; such errors are the operator's to solve, not bugs. */
export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'Check who may read and write there.',
  EADDRINUSE: 'Stop the program that listens there, or choose another port with --port.',
  EADDRNOTAVAIL: 'Choose an address of this machine with --host.',
  EMFILE: 'Raise the limit of open files (ulimit -n).',
  ENOENT: 'Check the path.',
  ENOSPC: 'Make room on the disk.',
  EPERM: 'Check who may read and write there.',
  EROFS: 'Choose a folder that can be written to.',
};

/** What to do about it. */
export function remedyOf(error: SystemError): string {
  return REMEDIES[error.code] ?? 'Look up this error of the operating system.';
}
