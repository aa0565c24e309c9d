import { describe } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { catalogBlobs } from './catalog-blobs.ts';
import { catalogChanges } from './catalog-changes.ts';
import { catalogCredits } from './catalog-credits.ts';
import { catalogExternalGalleries } from './catalog-external-galleries.ts';
import { catalogFaces } from './catalog-faces.ts';
import { catalogGalleries } from './catalog-galleries.ts';
import { catalogImportNotices } from './catalog-import-notices.ts';
import { catalogImports } from './catalog-imports.ts';
import { catalogIndexTokens } from './catalog-index-tokens.ts';
import { catalogJobs } from './catalog-jobs.ts';
import { catalogKeys } from './catalog-keys.ts';
import { catalogMetadata } from './catalog-metadata.ts';
import { catalogPhotos } from './catalog-photos.ts';
import { catalogSearchBills } from './catalog-search-bills.ts';
import { catalogSearchProbes } from './catalog-search-probes.ts';
import { catalogSearches } from './catalog-searches.ts';
import { catalogTemplates } from './catalog-templates.ts';
import { catalogVectors } from './catalog-vectors.ts';
import { catalogWriters } from './catalog-writers.ts';

/** What every catalog must do. `make` gives an empty one and closes it when the test has ended. */
export function catalogContract(name: string, make: () => Promise<Catalog>): void {
  describe(`${name} as a catalog`, () => {
    catalogGalleries(make);
    catalogExternalGalleries(make);
    catalogPhotos(make);
    catalogFaces(make);
    catalogVectors(make);
    catalogWriters(make);
    catalogMetadata(make);
    catalogTemplates(make);
    catalogJobs(make);
    catalogSearches(make);
    catalogSearchProbes(make);
    catalogSearchBills(make);
    catalogKeys(make);
    catalogCredits(make);
    catalogChanges(make);
    catalogIndexTokens(make);
    catalogImports(make);
    catalogImportNotices(make);
    catalogBlobs(make);
  });
}
