import { destination, type Logger } from 'pino';
import type { RunningServer } from '../cli/composition.ts';
import type { Settings } from '../config/settings.ts';
import { DIALECTS } from '../dialects/dialects.ts';
import { createServer } from '../http/create-server.ts';
import { createLogger } from '../http/logger.ts';
import { Metrics } from '../http/metrics.ts';
import type { Vision } from '../ports/vision.ts';
import { isExpired } from '../services/keys.ts';
import type { ServicePorts } from '../services/ports.ts';
import { createServices, type Services, servicesFor } from '../services/services.ts';
import { continueJobs } from './continue-jobs.ts';
import { keepHouse } from './housekeeping.ts';
import { keepIndexSaved } from './keep-index-saved.ts';
import { closeParts, openParts, visionOf } from './open-parts.ts';
import { runImports } from './run-imports.ts';
import { runSearches } from './run-searches.ts';

const STANDARD_ERROR = 2;

function measured(vision: Vision, metrics: Metrics): Vision {
  return {
    pack: vision.pack,
    installedPacks: () => vision.installedPacks(),
    requirePack: (idOrName) => vision.requirePack(idOrName),
    ready: () => vision.ready(),
    load: () => vision.load(),
    close: () => vision.close(),
    async analyze(photo, options) {
      const analyzed = await vision.analyze(photo, options);
      metrics.observeAnalysis(analyzed.timings);
      return analyzed;
    },
  };
}

/** A data folder that no key opens gets one; its secret is shown once. */
async function firstKey(parts: ServicePorts, services: Services): Promise<string | undefined> {
  if (parts.rules.settingsKey) return undefined;
  const keys = await services.listKeys();
  const nowMs = parts.clock.nowMs();
  if (keys.some((key) => key.revokedAtMs === undefined && !isExpired(key, nowMs))) return undefined;
  return (await services.createKey({ name: 'first key' })).secret;
}

const SHORT_KEY_CHARACTERS = 16;

function warnOfShortKey({ apiKey }: Settings, logger: Logger): void {
  if (apiKey === undefined || apiKey.length >= SHORT_KEY_CHARACTERS) return;
  logger.warn({
    event: 'short-api-key',
    remedy: 'LIKENESS_API_KEY can be guessed: make it long and random.',
  });
}

/** What a server still waits for before it can answer every question. */
class Readiness {
  readonly #missing = new Set(['models', 'index']);

  missing(): readonly string[] {
    return [...this.#missing];
  }

  async load(parts: ServicePorts): Promise<void> {
    const arrived = (part: string) => () => {
      this.#missing.delete(part);
    };
    await Promise.all([
      parts.vision.ready().then(arrived('models')),
      parts.follower.catchUp().then(arrived('index')),
    ]);
  }
}

/** Starts the server; resolves when it listens, its models are loaded and its index is filled. */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const logger = createLogger(settings, destination(STANDARD_ERROR));
  warnOfShortKey(settings, logger);
  const vision = visionOf(settings);
  const metrics = new Metrics({
    analysisLoad: () => vision.load(),
    stored: () => parts.catalog.totals(),
    index: () => ({
      ...parts.index.usage,
      auditedSearches: parts.index.audit.searches,
      recall: parts.index.audit.recall,
    }),
  });
  const parts = await openParts(settings, measured(vision, metrics), {
    onUpgrade: (stage) =>
      logger.info({ event: `catalog-upgrade-${stage}`, reason: 'it was made by an earlier version' }),
    onIndex: (event, reason) => logger.warn({ event, reason }),
  });
  const services = createServices(parts);
  const readiness = new Readiness();
  const missing = () => readiness.missing();
  const server = createServer({
    dialects: DIALECTS,
    services,
    servicesFor: (key) => servicesFor(key, parts),
    settings,
    logger,
    metrics,
    missing,
  });
  let stopHousekeeping = async (): Promise<void> => undefined;
  let stopJobs = async (): Promise<void> => undefined;
  let stopSearches = async (): Promise<void> => undefined;
  let stopImports = async (): Promise<void> => undefined;
  let stopSaving = (): void => undefined;
  const close = async (): Promise<void> => {
    stopSaving();
    const houseIsQuiet = Promise.all([stopHousekeeping(), stopJobs(), stopSearches(), stopImports()]);
    await server.close();
    await houseIsQuiet;
    metrics.close();
    await closeParts(parts);
    logger.info({ event: 'stopped' });
  };
  try {
    const address = await server.listen();
    await readiness.load(parts);
    // Last, because a secret that could not be shown would be lost.
    const firstKeySecret = await firstKey(parts, services);
    stopHousekeeping = keepHouse(parts, logger);
    stopJobs = continueJobs(parts, logger);
    stopSaving = keepIndexSaved(parts, logger);
    stopSearches = runSearches(parts, settings, logger);
    stopImports = runImports(parts, logger);
    logger.info({ event: 'ready', address });
    return { address, close, ...(firstKeySecret !== undefined && { firstKeySecret }) };
  } catch (error) {
    await close();
    throw error;
  }
}
