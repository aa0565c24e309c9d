import type { PackModel } from '../../../core/pack.ts';

/** A learned projection of a recogniser in a pack; the files lie beside this one and are copied by the build. */
export function projectionModel(packId: string, recogniser: string): PackModel {
  return {
    role: 'projection',
    name: `projection of ${recogniser} for ${packId}`,
    file: `${packId}-${recogniser}.projection`,
    licence: 'Apache-2.0',
    origin: 'Likeness; principal directions of the recogniser on labelled photos (docs/accuracy.md)',
  };
}
