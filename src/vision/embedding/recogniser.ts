import type { Landmarks } from '../../core/geometry.ts';
import { toUnitLength } from '../../core/similarity.ts';
import { type Alignment, alignFace } from '../align-face.ts';
import { batchesOf } from '../batches.ts';
import type { Network } from '../network.ts';
import type { RecogniserRecipe } from '../packs/pack-definition.ts';
import type { Picture } from '../picture.ts';
import { mirrorPicture } from './mirror-picture.ts';
import { type PlaneWriter, planeWriterFor } from './normalized-planes.ts';
import { type Projection, project } from './projection.ts';

/** Turns located faces into embeddings of one model. */
export class Recogniser {
  readonly recipe: RecogniserRecipe;
  readonly #network: Network;
  readonly #projection: Projection | undefined;
  readonly #writePlanes: PlaneWriter;

  constructor(recipe: RecogniserRecipe, network: Network, projection?: Projection) {
    this.recipe = recipe;
    this.#network = network;
    this.#projection = projection;
    this.#writePlanes = planeWriterFor(recipe.input);
  }

  /** The segment that an embedding makes: unit length, projected when the recipe says so. */
  segmentOf(embedding: Float32Array): Float32Array {
    return this.#projection === undefined ? embedding : toUnitLength(project(this.#projection, embedding));
  }

  /** What the model itself says of each face, in unit length and before any projection. */
  async embeddings(picture: Picture, faces: readonly Landmarks[]): Promise<Float32Array[]> {
    const { mirrored: isMirrored, mirroredPadding: padding, input } = this.recipe;
    const { sidePx, alignment } = input;
    const chipsWith = (alignment: Alignment) =>
      faces.map((landmarks) => alignFace(picture, landmarks, sidePx, alignment));
    const chips = chipsWith(alignment);
    const plain = await this.#unitEmbeddings(chips);
    if (!isMirrored) return plain;
    const others = padding === undefined ? chips : chipsWith({ ...alignment, padding });
    const mirrored = await this.#unitEmbeddings(others.map(mirrorPicture));
    return plain.map((embedding, face) =>
      toUnitLength(embedding.map((value, index) => value + (mirrored[face]?.[index] ?? 0))),
    );
  }

  release(): Promise<void> {
    return this.#network.release();
  }

  async #unitEmbeddings(chips: readonly Picture[]): Promise<Float32Array[]> {
    const embeddings: Float32Array[] = [];
    for (const batch of batchesOf(chips, this.recipe.mostFacesAtOnce)) {
      embeddings.push(...(await this.#embedBatch(batch)));
    }
    return embeddings;
  }

  async #embedBatch(chips: readonly Picture[]): Promise<Float32Array[]> {
    const { input, output } = this.recipe;
    const shape = [chips.length, 3, input.sidePx, input.sidePx];
    const [numbers] = await this.#network.run(this.#writePlanes(chips), shape, [output.name]);
    if (numbers?.length !== chips.length * output.dimensions) {
      throw new TypeError(`${this.recipe.name} did not answer ${output.dimensions} numbers a face`);
    }
    return chips.map((_, face) =>
      toUnitLength(numbers.slice(face * output.dimensions, (face + 1) * output.dimensions)),
    );
  }
}
