import type { Dialect } from '../dialects/contract/dialect.ts';

interface Claim {
  readonly method: string;
  readonly segments: readonly string[];
  readonly dialect: Dialect;
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function shapeOf(segments: readonly string[]): string {
  return segments.map((segment) => (segment.startsWith(':') ? ':' : segment)).join('/');
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((expected, index) => expected.startsWith(':') || expected === segments[index])
  );
}

/** Which dialect claims which method and path. */
export class PathTable {
  readonly #claims: readonly Claim[];

  /** @throws Error when two operations claim the same method and path */
  constructor(dialects: readonly Dialect[]) {
    this.#claims = dialects.flatMap((dialect) =>
      dialect.operations.map(({ method, path }) => ({ method, segments: segmentsOf(path), dialect })),
    );
    const owners = new Map<string, Dialect>();
    for (const { method, segments, dialect } of this.#claims) {
      const place = `${method} /${shapeOf(segments)}`;
      const owner = owners.get(place);
      if (owner !== undefined) {
        throw new Error(`${place} is claimed by the dialect ${owner.id} and again by ${dialect.id}`);
      }
      owners.set(place, dialect);
    }
  }

  /** The methods that a path answers to; none when nobody knows the path. */
  methodsAt(path: string): readonly string[] {
    const segments = segmentsOf(path);
    const methods = this.#claims
      .filter((claim) => fits(claim.segments, segments))
      .map(({ method }) => method);
    return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort();
  }

  /** The dialect whose paths begin like this one, if it is the only one. */
  dialectNear(path: string): Dialect | undefined {
    const [first] = segmentsOf(path);
    const near = new Set(
      this.#claims.filter(({ segments }) => segments[0] === first).map(({ dialect }) => dialect),
    );
    const [only] = near;
    return near.size === 1 ? only : undefined;
  }
}
