import type {
  Application,
  CalibrationKeeper,
  Composition,
  Finding,
  RunningServer,
} from '../../../src/cli/composition.ts';
import type { ModelKeeper } from '../../../src/cli/model-keeper.ts';
import type { Settings } from '../../../src/config/settings.ts';
import type { Pack } from '../../../src/core/pack.ts';
import type { Services } from '../../../src/services/services.ts';

const PACK: Pack = {
  id: 'standard-2',
  summary: 'two numbers',
  templateDimensions: 2,
  segments: [{ name: 'faked', start: 0, dimensions: 2, weight: 1 }],
  models: [],
  provisional: false,
  liveness: false,
  calibration: { knots: [], measuredUpTo: 1, samePhotoSimilarity: 1 },
};

function notFaked(): never {
  throw new Error('this service is not faked');
}

function servicesWith(faked: Partial<Services>): Services {
  return {
    authenticate: notFaked,
    compareFaces: notFaked,
    createGallery: notFaked,
    createKey: notFaked,
    deleteFace: notFaked,
    deleteGallery: notFaked,
    deletePhoto: notFaked,
    enrollPhoto: notFaked,
    evaluatePacks: notFaked,
    getFace: notFaked,
    getGallery: notFaked,
    getKey: notFaked,
    getKeyUsage: notFaked,
    getPhoto: notFaked,
    grantCredits: notFaked,
    importPhotos: notFaked,
    beginImport: notFaked,
    cancelImport: notFaked,
    deliverNotice: notFaked,
    getImport: notFaked,
    listImportFiles: notFaked,
    listImports: notFaked,
    pauseImport: notFaked,
    resumeImport: notFaked,
    watchImport: notFaked,
    workOnImport: notFaked,
    listCreditEntries: notFaked,
    listFaces: notFaked,
    listGalleries: notFaked,
    listKeySearches: notFaked,
    listKeys: notFaked,
    listPhotos: notFaked,
    purgeDeletedGalleries: () => Promise.resolve(),
    readFaceCrop: () => Promise.resolve(new Uint8Array([9])),
    readOriginal: notFaked,
    revokeKey: notFaked,
    searchByPhoto: notFaked,
    setFaceMetadata: notFaked,
    setGalleryQuality: notFaked,
    getReembedding: notFaked,
    startReembedding: notFaked,
    stopReembedding: notFaked,
    workOnReembedding: notFaked,
    addProbes: notFaked,
    awaitSearch: notFaked,
    createSearch: notFaked,
    deleteSearch: notFaked,
    expireSearches: notFaked,
    getIllustratedSearch: notFaked,
    getSearch: notFaked,
    illustrateSearch: notFaked,
    getSearchAllowance: notFaked,
    listSearches: notFaked,
    uploadProbes: notFaked,
    removeProbe: notFaked,
    startSearch: notFaked,
    workOnSearch: notFaked,
    checkLiveness: notFaked,
    enrollAtHome: notFaked,
    identifyFace: notFaked,
    rankCandidates: notFaked,
    verifyFaces: notFaked,
    addExternalGallery: notFaked,
    listExternalGalleries: () => Promise.resolve([]),
    removeExternalGallery: notFaked,
    listSearchableGalleries: notFaked,
    readPicture: notFaked,
    searchGalleries: notFaked,
    compareVectors: notFaked,
    deleteVectors: notFaked,
    findByMetadata: notFaked,
    generateVector: notFaked,
    getVector: notFaked,
    listVectorIds: notFaked,
    searchByVector: notFaked,
    storeVectors: notFaked,
    ...faked,
  };
}

/** An engine whose services are those that the test gives it; it remembers what was asked of it. */
export class FakeComposition implements Composition {
  readonly services: Services;
  /** Names of the files that every folder holds. */
  files: readonly string[] = [];
  server: Omit<RunningServer, 'close'> = { address: 'http://127.0.0.1:8686' };
  findings: readonly Finding[] = [];
  models: ModelKeeper = {
    packs: notFaked,
    pack: notFaked,
    pull: notFaked,
    add: notFaked,
    verify: notFaked,
    remove: notFaked,
  };
  calibrations: CalibrationKeeper = { requireWritable: notFaked, write: notFaked };
  readonly opened: Settings[] = [];
  closed = 0;
  closedSources = 0;

  constructor(services: Partial<Services> = {}) {
    this.services = servicesWith(services);
  }

  openApplication(settings: Settings): Promise<Application> {
    this.opened.push(settings);
    const { files, services } = this;
    const closeSource = () => {
      this.closedSources += 1;
      return Promise.resolve();
    };
    return Promise.resolve({
      services,
      pack: PACK,
      concurrency: 2,
      folderSource: () =>
        Promise.resolve({
          kind: 'folder',
          async *photos() {
            for (const name of files)
              yield { name, id: name, read: () => Promise.resolve(new Uint8Array([1])) };
          },
          close: closeSource,
        }),
      calibrations: this.calibrations,
      close: () => this.#close(),
    });
  }

  startServer(settings: Settings): Promise<RunningServer> {
    this.opened.push(settings);
    return Promise.resolve({ ...this.server, close: () => this.#close() });
  }

  async *diagnose(): AsyncIterable<Finding> {
    yield* this.findings;
  }

  openModelKeeper(settings: Settings): ModelKeeper {
    this.opened.push(settings);
    return this.models;
  }

  loadDemoPictures: Composition['loadDemoPictures'] = () =>
    Promise.resolve({
      alteredCopies: (photo, box) => Promise.resolve([{ label: 'mirrored', photo, box }]),
      cutFace: (photo) => Promise.resolve(photo),
    });

  #close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}
