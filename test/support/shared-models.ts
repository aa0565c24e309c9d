import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the models lie that do not come with the installation, on machines that have them. */
export const SHARED_MODELS = fileURLToPath(new URL('../../../shared/models', import.meta.url));

/** Whether they are on this machine. */
export const hasSharedModels = existsSync(SHARED_MODELS);

if (!hasSharedModels) console.warn('SKIPPED: the models of the pack accurate are not on this machine.');
