import type { Key } from '../core/key.ts';
import type { Scoring } from '../core/score.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { FaceIndex } from '../ports/face-index.ts';
import type { ImportSources } from '../ports/import-sources.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { OutgoingHttp } from '../ports/outgoing.ts';
import type { RemoteGalleries } from '../ports/remote-galleries.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import type { Tenancy } from '../ports/tenancy.ts';
import type { Vision } from '../ports/vision.ts';
import type { BlobKeeper } from './blob-keeper.ts';
import type { IndexFollower } from './index-follower.ts';
import type { SearchBell } from './searches/search-bell.ts';

/** Rules of the operator that use cases obey. */
export interface ServiceRules {
  readonly scoring: Scoring;
  readonly keepOriginals: boolean;
  /** Larger photo files are not read from a source. */
  readonly maxPhotoBytes: number;
  /** How long probes and results of searches are kept. */
  readonly searchKeepMs: number;
  /** How many searches may wait. */
  readonly searchQueueLimit: number;
  /** How many faces a demo search looks at. */
  readonly demoFaces: number;
  /** Makes the order of results of equal score repeatable where it is one of chance. */
  readonly tieSeed?: string;
  /** How many imports may have begun and not ended. */
  readonly importLimit: number;
  /** What callbacks are signed with. */
  readonly callbackSecret: string;
  /** A key that exists by the settings and not by the catalog, and the SHA-256 (hex) of its secret. */
  readonly settingsKey?: { readonly key: Key; readonly secretSha256: string };
}

/** Everything that use cases may ask for; each states what it needs with `Pick`. */
export interface ServicePorts {
  readonly vision: Vision;
  readonly catalog: Catalog;
  readonly remoteGalleries: RemoteGalleries;
  readonly blobs: BlobStore;
  readonly keeper: BlobKeeper;
  readonly tenancy: Tenancy;
  readonly index: FaceIndex;
  readonly follower: IndexFollower;
  readonly clock: Clock;
  readonly bell: SearchBell;
  readonly importSources: ImportSources;
  readonly secretBox: SecretBox;
  readonly outgoing: OutgoingHttp;
  readonly mailer: Mailer;
  readonly rules: ServiceRules;
}
