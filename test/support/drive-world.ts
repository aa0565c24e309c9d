import { DRIVE_RULES, type DrivePlace } from '../../src/sources/google-drive/open-drive-source.ts';
import { TestDriveServer } from './drive-server.ts';

/** The folder that a test's server begins with. */
export const ROOT = 'root-folder';

/** As patient as it is outside of tests, but quicker. */
export const PATIENCE = {
  ...DRIVE_RULES,
  attempts: 4,
  firstPauseMs: 20,
  mostPauseMs: 2000,
  timeoutMs: 5000,
  pageFiles: 5,
};

/** The root folder of a test's server, and who may read it. */
export function placeOn(server: TestDriveServer, more: Partial<DrivePlace> = {}): DrivePlace {
  return {
    folderId: ROOT,
    serviceAccountKey: server.key(),
    addresses: { root: server.address, token: `${server.address}/token` },
    ...more,
  };
}

/** How often a server was called so. */
export function callsTo(server: TestDriveServer, call: string): number {
  return server.calls.filter((each) => each.call === call).length;
}
