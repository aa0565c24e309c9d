import type { Command } from 'commander';
import type { RunWork } from '../../session.ts';
import { addModel } from './add-model.ts';
import { listModels } from './list-models.ts';
import { pullModel } from './pull-model.ts';
import { removeModel } from './remove-model.ts';
import { showModel } from './show-model.ts';
import { verifyModels } from './verify-models.ts';

const EXAMPLES = `
Files are looked for in the folder of LIKENESS_MODELS, then in the data folder; only what is in neither is fetched.

Examples:
  $ likeness models list
  $ likeness models pull accurate
  $ likeness models add mine.onnx --name mine --input 112 --channels rgb --mean 127.5 --deviation 127.5`;

const ADD_EXAMPLES = `
Any recogniser in the manner of ArcFace: one picture of a face in, one embedding out.

Examples:
  $ likeness models add r50.onnx --name r50 --channels rgb --mean 127.5 --deviation 127.5
  $ likeness models add mine.onnx --name mine --input 160 --align dlib --padding 0.25 --channels bgr \\
      --mean 103.9,116.8,123.7 --deviation 1 --output embedding --licence MIT --origin https://example.org/mine`;

const PULL_EXAMPLES = `
Goes on where an earlier pull was cut off. A file that is not the right one is never kept.

Examples:
  $ likeness models pull accurate
  $ LIKENESS_MODELS_URL=https://mirror.example.org/models likeness models pull accurate`;

function addReadingCommands(models: Command, run: RunWork): void {
  models
    .command('list', { isDefault: true })
    .description('List all packs; with --json the manifest of every file.')
    .addHelpText('after', '\nExample:\n  $ likeness models list --json')
    .action(() => run(listModels));
  models
    .command('show')
    .description('Show the files, the weights and the calibration of a pack.')
    .argument('<pack>', 'id or name')
    .addHelpText('after', '\nExample:\n  $ likeness models show standard')
    .action((pack: string) => run((session) => showModel(session, pack)));
  models
    .command('verify')
    .description('Read the files of a pack, or of all, and compare their sha256.')
    .argument('[pack]', 'id or name')
    .addHelpText('after', '\nEnds with 1 when a file is wrong.\n\nExample:\n  $ likeness models verify')
    .action((pack: string | undefined) => run((session) => verifyModels(session, pack)));
}

function addAddCommand(models: Command, run: RunWork): void {
  models
    .command('add')
    .description('Make a pack of a recogniser of your own.')
    .argument('<onnx>', 'ONNX file; it is copied into the data folder')
    .requiredOption('--name <name>', 'name of the pack; the revision is counted up')
    .requiredOption('--channels <rgb|bgr>', 'order of the colours')
    .requiredOption(
      '--mean <numbers>',
      'subtracted from 0..255: one number, or three in the order of --channels',
    )
    .requiredOption('--deviation <numbers>', 'what is left is divided by it: one number or three')
    .option('--input <pixels>', 'side of the picture it sees; default: what the model says')
    .option('--align <arcface|dlib>', 'where the five points of a face shall lie (default: arcface)')
    .option('--padding <share>', 'room around the face, as a share of its size (default: 0)')
    .option('--output <name>', 'output that holds the embedding; default: the only one')
    .option('--input-name <name>', 'input that takes the picture; default: the only one')
    .option('--mirror', 'read each face in the mirror too: slower, a little better')
    .option('--detector <yunet|ssd>', 'what finds the faces; default: yunet where it is installed')
    .option('--licence <name>', 'licence of the model, to be shown')
    .option('--origin <text>', 'where it comes from, to be shown')
    .addHelpText('after', ADD_EXAMPLES)
    .action((path: string, options: unknown) => run((session) => addModel(session, path, options)));
}

/** `likeness models list|show|pull|add|verify|remove` */
export function addModelsCommands(program: Command, run: RunWork): void {
  const models = program
    .command('models')
    .description('List, fetch, add, check and remove packs of models.')
    .addHelpText('after', EXAMPLES);
  addReadingCommands(models, run);
  models
    .command('pull')
    .description('Fetch the missing files of a pack; shows their licences.')
    .argument('<pack>', 'id or name')
    .addHelpText('after', PULL_EXAMPLES)
    .action((pack: string) => run((session) => pullModel(session, pack)));
  addAddCommand(models, run);
  models
    .command('remove')
    .description('Remove the fetched files of a pack that no gallery uses.')
    .argument('<pack>', 'id or name')
    .addHelpText('after', '\nExample:\n  $ likeness models remove accurate')
    .action((pack: string) => run((session) => removeModel(session, pack)));
}
