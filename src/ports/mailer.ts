/** A mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Unique: programs that read mail show another with the same one not again. Without angle brackets or `@`. */
  readonly id: string;
}

/** Sends mail. */
export interface Mailer {
  /** Whether there is a mail server to send through. */
  readonly isSetUp: boolean;
  /** @throws Fault `mail_not_set_up`, `mail_refused` */
  send(mail: Mail): Promise<void>;
  close(): void;
}
