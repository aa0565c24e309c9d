import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

/** A mail that has arrived, and to whom the server was told to give it. */
export interface ArrivedMail {
  readonly recipients: readonly string[];
  readonly mail: Email;
}

export interface MailServer {
  readonly url: string;
  readonly arrived: readonly ArrivedMail[];
  /** How many of the next mails are refused. */
  refuse: number;
}

/** A real mail server that keeps what it is given, for one user. */
export async function startMailServer(): Promise<MailServer> {
  const arrived: ArrivedMail[] = [];
  const state = { url: '', arrived, refuse: 0 };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, answer) {
      if (username === 'likeness' && password === 'p&ss') answer(null, { user: username });
      else answer(new Error('wrong password'));
    },
    onData(stream, session, done) {
      void (async () => {
        const bytes = await buffer(stream);
        if (state.refuse > 0) {
          state.refuse -= 1;
          return done(Object.assign(new Error('try later'), { responseCode: 451 }));
        }
        const mail = await PostalMime.parse(bytes);
        arrived.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), mail });
        return done();
      })();
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = z.object({ port: z.number() }).parse(listening.address());
  state.url = `smtp://likeness:p%26ss@127.0.0.1:${port}`;
  return state;
}
