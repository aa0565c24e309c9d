import type { FaceQuality } from '../../core/face.ts';
import type { Landmarks, Point } from '../../core/geometry.ts';
import type { FileFate } from '../../core/import.ts';
import type { Metadata } from '../../core/metadata.ts';
import type { QualityBounds, QualityRules } from '../../core/quality-rules.ts';

// Only this program writes these columns, and a page has a thousand rows: so their shape is looked at by hand,
// which takes a tenth of the time of a schema.

const QUALITY_PARTS = ['score', 'size', 'sharpness', 'pose', 'detection'];

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasNumber(value: object, key: string): boolean {
  return typeof Reflect.get(value, key) === 'number';
}

function isPoint(value: unknown): value is Point {
  return isObject(value) && hasNumber(value, 'x') && hasNumber(value, 'y');
}

function isLandmarks(value: unknown): value is Landmarks {
  return Array.isArray(value) && value.length === 5 && value.every(isPoint);
}

function isBounds(value: unknown): value is QualityBounds {
  return isObject(value) && Object.values(value).every((bound) => typeof bound === 'number');
}

function isQualityRules(value: unknown): value is QualityRules {
  if (!isObject(value)) return false;
  return isBounds(Reflect.get(value, 'warnBelow')) && isBounds(Reflect.get(value, 'rejectBelow'));
}

function isQuality(value: unknown): value is FaceQuality {
  return isObject(value) && QUALITY_PARTS.every((part) => hasNumber(value, part));
}

/** What comes out of a JSON text holds nothing but JSON. */
function isMetadata(value: unknown): value is Metadata {
  return isObject(value);
}

function isFileFate(value: unknown): value is FileFate {
  if (!isObject(value)) return false;
  const outcome: unknown = Reflect.get(value, 'outcome');
  if (outcome === 'failed') return typeof Reflect.get(value, 'reason') === 'string';
  return outcome === 'already-stored' || (outcome === 'stored' && hasNumber(value, 'faces'));
}

function readerOf<Value>(column: string, isValid: (value: unknown) => value is Value) {
  return (json: string): Value => {
    const value: unknown = JSON.parse(json);
    if (!isValid(value)) throw new TypeError(`the catalog holds malformed ${column}`);
    return value;
  };
}

/** The column `landmarks` of a face. @throws when this program cannot have written it */
export const readLandmarks = readerOf('landmarks', isLandmarks);

/** The column `quality` of a face. @throws when this program cannot have written it */
export const readQuality = readerOf('quality', isQuality);

/** The column `quality_rules` of a gallery. @throws when this program cannot have written it */
export const readQualityRules = readerOf('quality_rules', isQualityRules);

/** The column `metadata` of a face. @throws when this program cannot have written it */
export const readMetadata = readerOf('metadata', isMetadata);

/** The column `fate` of a file of an import. @throws when this program cannot have written it */
export const readFileFate = readerOf('fate', isFileFate);

/** The column `source` of an import. @throws when this program cannot have written it */
export const readImportSource = readerOf('source', isMetadata);
