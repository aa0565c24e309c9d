import { FTP_RULES, type FtpPlace } from '../../src/sources/ftp/open-ftp-source.ts';
import { folderWith } from './folder-with.ts';
import { FTP_PASSWORD, FTP_USER, TestFtpServer } from './ftp-server.ts';

/** As patient as it is outside of tests, but quicker. */
export const PATIENCE = { ...FTP_RULES, firstPauseMs: 20, mostPauseMs: 100, timeoutMs: 3000 };

/** The root of a test's server, and who may read it. */
export function placeOn(server: TestFtpServer, more: Partial<FtpPlace> = {}): FtpPlace {
  return {
    host: '127.0.0.1',
    port: server.port,
    username: FTP_USER,
    password: encodeURIComponent(FTP_PASSWORD),
    folder: '/',
    ...more,
  };
}

/** Lets us connect to every host. */
export const anyHost = (host: string) => Promise.resolve(host);

/** A file that travels in many pieces. */
export const BIG = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) >>> 8);

/** A server that has it as `a.jpg`. */
export async function worldWithBig(more: Parameters<typeof TestFtpServer.start>[1] = {}) {
  const folder = await folderWith({ 'a.jpg': BIG });
  const server = await TestFtpServer.start(folder, more);
  return { folder, server };
}
