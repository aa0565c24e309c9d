/** How a command ended, as its process tells the shell. */
export const EXIT = {
  fine: 0,
  /** A fault, or some of the files failed. */
  failed: 1,
  /** The command line or the settings cannot be understood. */
  usage: 2,
  /** A mistake of ours. */
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
