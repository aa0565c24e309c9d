import { enterPassiveModeIPv6, type FTPContext, type FTPResponse } from 'basic-ftp';
import { connectForPassiveTransfer, parsePasvResponse } from 'basic-ftp/dist/transfer.js';

/**
 * Opens a data connection to the port that the server names, but on the host that we are connected to: the address that
 * it names may be one behind a router, or one that we must not reach.
 */
async function enterWithPasv(ftp: FTPContext): Promise<FTPResponse> {
  const response = await ftp.request('PASV');
  const { port } = parsePasvResponse(response.message);
  const { remoteAddress } = ftp.socket;
  if (remoteAddress === undefined) throw new Error('the control connection is gone');
  await connectForPassiveTransfer(remoteAddress, port, ftp);
  return response;
}

/** Makes the transfers of one connection passive, in the newer way when the server knows it. */
export function passiveTransfers(): (ftp: FTPContext) => Promise<FTPResponse> {
  let enter: ((ftp: FTPContext) => Promise<FTPResponse>) | undefined;
  return async (ftp) => {
    if (enter !== undefined) return enter(ftp);
    const response = await enterPassiveModeIPv6(ftp).catch(() => undefined);
    enter = response === undefined ? enterWithPasv : enterPassiveModeIPv6;
    return response ?? enter(ftp);
  };
}
