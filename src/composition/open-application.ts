import type { Application } from '../cli/composition.ts';
import type { Settings } from '../config/settings.ts';
import type { UpgradeWitness } from '../core/catalog-upgrade.ts';
import { createServices } from '../services/services.ts';
import { openFolderSource } from '../sources/folder/open-folder-source.ts';
import { keepCalibration, requireAddedPack } from '../vision/packs/keep-calibration.ts';
import { closeParts, openParts, packShelfOf, visionOf } from './open-parts.ts';

/** More photos than workers, so that no worker waits for a file to be read or a row to be written. */
const PHOTOS_A_WORKER = 2;

/** Opens the engine for the command line, on the data folder itself. A server may run on it meanwhile. */
export async function openApplication(settings: Settings, onUpgrade: UpgradeWitness): Promise<Application> {
  const shelf = packShelfOf(settings);
  const vision = visionOf(settings);
  const parts = await openParts(settings, vision, { onUpgrade, onIndex: () => undefined });
  return {
    services: createServices(parts),
    pack: vision.pack,
    concurrency: Math.min(vision.load().workers * PHOTOS_A_WORKER, settings.visionQueueLimit),
    folderSource: openFolderSource,
    calibrations: {
      async requireWritable(idOrName) {
        await requireAddedPack(shelf, idOrName);
      },
      write: (packId, calibration) => keepCalibration(shelf, packId, calibration),
    },
    close: () => closeParts(parts),
  };
}
