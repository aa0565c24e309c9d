import { Command, Help } from 'commander';
import { addCompareCommand } from './commands/compare.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addGalleriesCommands } from './commands/galleries.ts';
import { addImportCommand } from './commands/imports/import-command.ts';
import { addImportsCommands } from './commands/imports/imports-command.ts';
import { addIndexCommand } from './commands/index-folder.ts';
import { addKeysCommands } from './commands/keys.ts';
import { addModelsCommands } from './commands/models/models.ts';
import { addSearchCommand } from './commands/search.ts';
import { addServeCommand } from './commands/serve.ts';
import type { RunWork } from './session.ts';
import { addSettingFlags, isNamedEverywhere } from './setting-flags.ts';
import type { Terminal } from './terminal.ts';
import { readVersion } from './version.ts';

const HELP_FOOTER = `
Examples:
  $ likeness demo                                  see it work on sample photos
  $ likeness index ./photos --gallery people       store the faces of a folder of photos
  $ likeness search who.jpg --gallery people       where else does this face appear?
  $ likeness serve                                 start the server

Settings come from flags, then from LIKENESS_* in the environment, then from likeness.config.json.
"likeness <command> --help" shows the flags and examples of a command.`;

function configureProgram(terminal: Terminal): Command {
  return new Command('likeness')
    .description(
      'Face search for your own photos: finds faces, remembers them, and says where else they appear.',
    )
    .version(readVersion(), '-v, --version', 'Print the version.')
    .helpOption('-h, --help', 'Show help.')
    .option('--json', 'Print the result as JSON; works with every command.')
    .option('--config <file>', 'Settings file; default likeness.config.json, if there is one.')
    .addHelpText('after', HELP_FOOTER)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'likeness: ')),
    })
    .showHelpAfterError('  See "likeness --help".');
}

/** The command line as commander understands it. */
export function createProgram(terminal: Terminal, run: RunWork): Command {
  const program = configureProgram(terminal);
  addSettingFlags(program);
  const help = new Help();
  help.showGlobalOptions = true;
  program.configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions: (command) => help.visibleGlobalOptions(command).filter(isNamedEverywhere),
  });
  addDemoCommand(program, run);
  addIndexCommand(program, run);
  addImportCommand(program, run);
  addImportsCommands(program, run);
  addSearchCommand(program, run);
  addCompareCommand(program, run);
  addEvaluateCommand(program, run);
  addServeCommand(program, run);
  addGalleriesCommands(program, run);
  addModelsCommands(program, run);
  addKeysCommands(program, run);
  addDoctorCommand(program, run);
  return program;
}
