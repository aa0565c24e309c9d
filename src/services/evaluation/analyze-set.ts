import { centralFaceOf } from '../../core/evaluation/central-face.ts';
import { Fault } from '../../core/fault.ts';
import type { AnalyzedFace, AnalyzedPhoto } from '../../ports/vision.ts';
import { inParallel } from '../in-parallel.ts';
import type { ServicePorts } from '../ports.ts';
import type { PhotoSet, SetPhoto } from './photo-set.ts';

/** Which face of a photo with several is meant. */
export type FaceRule = 'leading' | 'central';

export interface AnalyzeSetCommand {
  readonly packId: string;
  readonly face: FaceRule;
  /** How many photos are worked on at the same time, 1 or more. */
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
  onPhoto(): void;
}

/** What remains of a photo: the template of the face that is meant. */
interface ReadPhoto {
  readonly template: Float32Array | undefined;
  readonly quality: number;
  readonly faces: number;
}

/** A file that could not be analysed, and why. */
export interface UnreadablePhoto {
  readonly name: string;
  readonly reason: string;
}

/** All photos of a set as one pack sees them. */
export interface AnalyzedSet {
  /** By the number of the photo; undefined without a face. */
  readonly templates: readonly (Float32Array | undefined)[];
  readonly withoutFace: readonly string[];
  readonly unreadable: readonly UnreadablePhoto[];
  /** How many photos show more than one face. */
  readonly withSeveralFaces: number;
  /** Mean quality of the faces that were used, 0..1; 0 when there is none. */
  readonly meanQuality: number;
  readonly photosPerSecond: number;
}

type VisionPorts = Pick<ServicePorts, 'rules' | 'vision'>;

const MS_PER_SECOND = 1000;

/** The face that is meant; undefined when the photo has none. */
export function chooseFace(rule: FaceRule, photo: AnalyzedPhoto): AnalyzedFace | undefined {
  return rule === 'central' ? centralFaceOf(photo) : photo.faces[0];
}

/** A photo that cannot be used counts as a failure to enrol and does not end the measurement. */
async function readOne(
  { rules, vision }: VisionPorts,
  { packId, face }: AnalyzeSetCommand,
  { file }: SetPhoto,
): Promise<ReadPhoto | UnreadablePhoto> {
  const { name } = file;
  const bytes = await file.read(rules.maxPhotoBytes).catch((error: unknown) => ({
    name,
    reason: error instanceof Error ? error.message : String(error),
  }));
  if (!(bytes instanceof Uint8Array)) return bytes;
  try {
    const photo = await vision.analyze(bytes, { packId });
    const chosen = chooseFace(face, photo);
    return {
      template: chosen?.template,
      quality: chosen?.quality.score ?? 0,
      faces: photo.faces.length,
    };
  } catch (error) {
    if (error instanceof Fault) return { name, reason: error.message };
    throw error;
  }
}

function summaryOf(
  set: PhotoSet,
  results: readonly (ReadPhoto | UnreadablePhoto)[],
  seconds: number,
): AnalyzedSet {
  const read = results.map((result) => ('reason' in result ? undefined : result));
  const used = read.filter((photo) => photo?.template !== undefined);
  const quality = used.reduce((sum, photo) => sum + (photo?.quality ?? 0), 0);
  return {
    templates: read.map((photo) => photo?.template),
    withoutFace: set.photos.flatMap(({ file }, index) => {
      const photo = read[index];
      return photo && photo.template === undefined ? [file.name] : [];
    }),
    unreadable: results.flatMap((result) => ('reason' in result ? [result] : [])),
    withSeveralFaces: read.filter((photo) => (photo?.faces ?? 0) > 1).length,
    meanQuality: used.length === 0 ? 0 : quality / used.length,
    photosPerSecond: set.photos.length / seconds,
  };
}

/**
 * Analyses every photo of a set with one pack. The first few are analysed once more before the clock starts, so that
 * the speed is that of loaded models.
 *
 * @throws Fault `pack_not_installed`, and the signal's reason once it is given
 */
export async function analyzeSet(
  ports: VisionPorts,
  command: AnalyzeSetCommand,
  set: PhotoSet,
): Promise<AnalyzedSet> {
  const results: (ReadPhoto | UnreadablePhoto)[] = [];
  const warmUp = set.photos.slice(0, command.concurrency);
  await inParallel(warmUp, command, async (photo) => {
    await readOne(ports, command, photo);
  });
  const startedAtMs = performance.now();
  await inParallel(set.photos, command, async (photo, index) => {
    results[index] = await readOne(ports, command, photo);
    command.onPhoto();
  });
  return summaryOf(set, results, (performance.now() - startedAtMs) / MS_PER_SECOND);
}
