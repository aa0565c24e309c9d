import { FtpSourceError } from './ftp-source-error.ts';

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

/** What %XX stand for, where they stand for text; any other percent sign is one. */
function decodePercents(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, decodeRun);
}

/** @throws FtpSourceError `text_invalid`: a line break would begin another command */
export function requireOneLine(text: string, what: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new FtpSourceError('text_invalid', what);
  return text;
}

/** A user name or password, which may be URL-encoded. @throws FtpSourceError `text_invalid` */
export function readCredential(given: string, what: string): string {
  return requireOneLine(decodePercents(given), what);
}
