import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePort } from './free-port.ts';
import type { SelfSigned } from './self-signed-certificate.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const ENVIRONMENT = { ...process.env, PATH };

/** Whether Debian's FTP server is installed. */
export const hasVsftpd = spawnSync('vsftpd', ['-v'], { env: ENVIRONMENT }).error === undefined;

if (!hasVsftpd) console.warn('SKIPPED: vsftpd is not installed, so no photos were imported from it.');

function settingsFor(root: string, port: number, folder: string): Record<string, string | number> {
  return {
    listen: 'YES',
    listen_address: '127.0.0.1',
    listen_port: port,
    background: 'NO',
    anonymous_enable: 'YES',
    anon_root: root,
    anon_world_readable_only: 'NO',
    // A user whose home exists, though nothing there is served.
    ftp_username: 'daemon',
    nopriv_user: 'nobody',
    secure_chroot_dir: join(folder, 'empty'),
    xferlog_file: join(folder, 'log'),
    seccomp_sandbox: 'NO',
    // A developer may not be root; then it serves with the rights that it has.
    ...(process.getuid?.() !== 0 && { run_as_launching_user: 'YES' }),
  };
}

function encryptedWith(file: string): Record<string, string> {
  return {
    ssl_enable: 'YES',
    allow_anon_ssl: 'YES',
    force_anon_logins_ssl: 'YES',
    force_anon_data_ssl: 'YES',
    require_ssl_reuse: 'YES',
    rsa_cert_file: file,
  };
}

function listensAt(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Serves a folder to everyone until the test ends. @returns the port */
export async function startVsftpd(root: string, selfSigned?: SelfSigned): Promise<number> {
  const port = await freePort();
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'empty'));
  const certificateFile = join(folder, 'certificate.pem');
  if (selfSigned !== undefined)
    await writeFile(certificateFile, `${selfSigned.key}${selfSigned.certificate}`);
  const settings = {
    ...settingsFor(root, port, folder),
    ...(selfSigned && encryptedWith(certificateFile)),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, 'vsftpd.conf'), lines.join(''));
  const server = spawn('vsftpd', [join(folder, 'vsftpd.conf')], { env: ENVIRONMENT, stdio: 'inherit' });
  onTestFinished(() => {
    server.kill();
  });
  await vi.waitUntil(() => listensAt(port), { timeout: 10_000 });
  return port;
}
