import { runCommandLine } from './cli/run-command-line.ts';
import { diagnose } from './composition/diagnosis/diagnose.ts';
import { openModelKeeper } from './composition/models/open-model-keeper.ts';
import { openApplication } from './composition/open-application.ts';
import { startServer } from './composition/start-server.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  openApplication,
  startServer,
  diagnose,
  openModelKeeper,
  loadDemoPictures: () => import('./vision/demo-copies.ts'),
});
