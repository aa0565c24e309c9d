import { createTransport, type Transporter } from 'nodemailer';
import { errorCodeOf } from '../core/error-code.ts';
import { Fault } from '../core/fault.ts';
import type { Mail, Mailer } from '../ports/mailer.ts';

const MOST_WAITING_MS = 30_000;

export interface SmtpMailerOptions {
  /** `smtp://user:password@host:port` or `smtps://`. */
  readonly url: string;
  /** Who the mails are from. */
  readonly from: string;
  /** How long to wait for each answer. Default 30 s. */
  readonly timeoutMs?: number;
}

function wordsOf(error: unknown): string {
  // What the server has said may repeat the address and name the account.
  return errorCodeOf(error) ?? 'the connection failed';
}

/** Sends mail through a server that the operator has named: that one may be in a private network. */
export class SmtpMailer implements Mailer {
  readonly isSetUp = true;
  readonly #transport: Transporter;
  readonly #from: string;
  readonly #domain: string;

  constructor({ url, from, timeoutMs = MOST_WAITING_MS }: SmtpMailerOptions) {
    this.#from = from;
    this.#domain = from.replace(/^.*@/, '').replace(/[^\w.-].*$/, '');
    this.#transport = createTransport({
      url,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      // A mail is made of text alone.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ to, subject, text, html, id }: Mail): Promise<void> {
    const messageId = `<${id}@${this.#domain}>`;
    try {
      await this.#transport.sendMail({ from: this.#from, to, subject, text, html, messageId });
    } catch (error) {
      throw new Fault('mail_refused', { details: { problem: wordsOf(error) }, cause: error });
    }
  }

  close(): void {
    this.#transport.close();
  }
}

/** For an installation without a mail server. */
export const NO_MAILER: Mailer = {
  isSetUp: false,
  send: async () => {
    throw new Fault('mail_not_set_up');
  },
  close: () => undefined,
};
