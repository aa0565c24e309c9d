/** Where text goes. Standard output carries results only; everything else goes to standard error. */
export type TextStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** What a command knows of the world outside: the streams, the environment, the person in front of it. */
export interface Terminal {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether somebody is there to answer a question. */
  readonly canAsk: boolean;
  /** Asks for one line. */
  ask(question: string): Promise<string>;
  /** Calls the listener at every Ctrl-C or request to terminate, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
  /** Milliseconds since the process began. */
  elapsedMs(): number;
}
