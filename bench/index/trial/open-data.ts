import { type DataSpecification, openFaces } from '../data/open-faces.ts';
import { peopleOfFaces } from '../data/people-of-faces.ts';
import type { OpenData } from '../truth/ground-truth.ts';

/** The data set of a specification; that of real photos has as many faces as there are. */
export function openData(specification: DataSpecification): OpenData {
  const people = peopleOfFaces(specification.kind === 'real' ? 0 : specification.count, specification.seed);
  const faces = openFaces(specification, people);
  return { specification: { ...specification, count: faces.count }, people, faces };
}
