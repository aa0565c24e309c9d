import { type Client, FTPError } from 'basic-ftp';
import type { FtpSession } from './ftp-session.ts';
import { FtpSourceError } from './ftp-source-error.ts';
import type { RemoteFolder } from './list-folder.ts';
import { fromWire, wireForms } from './wire-text.ts';

/** The folder that the user logs in to. A name that holds quotes has them doubled. */
async function homeOf(client: Client): Promise<string> {
  return (await client.pwd()).replaceAll('""', '"');
}

async function enter(client: Client, wirePath: string): Promise<RemoteFolder> {
  const absolute = wirePath.startsWith('/') ? wirePath : `${await homeOf(client)}/${wirePath}`;
  const trimmed = absolute.replaceAll(/\/+/g, '/').replace(/\/$/, '');
  await client.cd(trimmed === '' ? '/' : trimmed);
  return { path: fromWire(trimmed), wirePath: trimmed };
}

async function enterAny(client: Client, forms: readonly string[]): Promise<RemoteFolder> {
  const [form = '', ...others] = forms;
  try {
    return await enter(client, form);
  } catch (error) {
    if (others.length === 0 || !(error instanceof FTPError)) throw error;
    return enterAny(client, others);
  }
}

/**
 * Finds the folder to begin with, whether the server writes its name in UTF-8 or Latin-1.
 *
 * @param path from `/`, or from the folder that the user logs in to
 * @throws FtpSourceError `folder_missing`, `unreachable`, and what connecting throws
 */
export async function findFolder(session: FtpSession, path: string): Promise<RemoteFolder> {
  try {
    return await session.use(path, (client) => enterAny(client, wireForms(path)));
  } catch (error) {
    throw error instanceof FTPError ? new FtpSourceError('folder_missing', path) : error;
  }
}
