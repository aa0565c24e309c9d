import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorCodeOf } from '../../core/error-code.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { Tenancy } from '../../ports/tenancy.ts';
import { isMissing } from './system-error.ts';

const HEARTBEAT_MS = 20_000;
/** A process that has not renewed its file for so long is gone, whatever its number says. */
const SILENCE_OF_THE_DEAD_MS = 120_000;
const SEPARATOR = '~';

interface Tenant {
  readonly host: string;
  readonly processId: number;
}

function fileNameOf({ host, processId }: Tenant): string {
  return [encodeURIComponent(host), processId, randomUUID()].join(SEPARATOR);
}

function tenantOf(fileName: string): Tenant | undefined {
  const [host, processId] = fileName.split(SEPARATOR);
  return host === undefined || processId === undefined
    ? undefined
    : { host: decodeURIComponent(host), processId: Number(processId) };
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
}

/** Each process keeps a file of its own in the folder and renews its time; the files of the dead are removed. */
class FolderTenancy implements Tenancy {
  readonly #folder: string;
  readonly #self: Tenant;
  readonly #ownName: string;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(folder: string, self: Tenant, ownName: string) {
    this.#folder = folder;
    this.#self = self;
    this.#ownName = ownName;
    this.#heartbeat = setInterval(() => {
      const now = new Date();
      utimes(join(folder, ownName), now, now).catch(() => undefined);
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  async isAlone(): Promise<boolean> {
    for (const name of await readdir(this.#folder)) {
      if (name === this.#ownName) continue;
      if (await this.#isAlive(name)) return false;
      await rm(join(this.#folder, name), { force: true });
    }
    return true;
  }

  async leave(): Promise<void> {
    clearInterval(this.#heartbeat);
    await rm(join(this.#folder, this.#ownName), { force: true });
  }

  async #isAlive(name: string): Promise<boolean> {
    const tenant = tenantOf(name);
    if (tenant === undefined) return false;
    // A container gives its first process the same number after every start.
    const isHere = tenant.host === this.#self.host;
    if (isHere && (tenant.processId === this.#self.processId || !isRunning(tenant.processId))) return false;
    try {
      const { mtimeMs } = await stat(join(this.#folder, name));
      return Date.now() - mtimeMs < SILENCE_OF_THE_DEAD_MS;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }
}

/**
 * Joins those who work on the same data folder.
 *
 * @param folder holds a file for each of them; made if need be
 * @throws OperatorError when it cannot be written
 */
export async function joinFolderTenancy(folder: string, processId = process.pid): Promise<Tenancy> {
  const self = { host: hostname(), processId };
  const ownName = fileNameOf(self);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, ownName), '');
  } catch (cause) {
    const remedy = 'Check that the data folder is a folder that this user may enter and write.';
    throw new OperatorError(`The folder ${folder} cannot be written.`, remedy, cause);
  }
  return new FolderTenancy(folder, self, ownName);
}
