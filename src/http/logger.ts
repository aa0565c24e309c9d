import { type DestinationStream, type Logger, pino } from 'pino';
import type { Settings } from '../config/settings.ts';

/** Log lines as JSON with ISO times, on standard output unless told otherwise. */
export function createLogger(settings: Pick<Settings, 'logLevel'>, destination?: DestinationStream): Logger {
  const options = {
    level: settings.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
