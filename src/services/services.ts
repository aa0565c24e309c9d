import type { Key } from '../core/key.ts';
import { catalogOfGalleries } from './allowed-galleries.ts';
import { checkLiveness } from './check-liveness.ts';
import { compareFaces } from './compare-faces.ts';
import { getKeyUsage, grantCredits, listCreditEntries, listKeySearches } from './credits.ts';
import { enrollAtHome } from './enroll-at-home.ts';
import { enrollPhoto } from './enroll-photo.ts';
import { evaluatePacks } from './evaluate-packs.ts';
import { deleteFace, getFace, listFaces, readFaceCrop, setFaceMetadata } from './faces.ts';
import { federatedServices } from './federated/federated-services.ts';
import {
  createGallery,
  deleteGallery,
  listGalleries,
  requireGallery,
  setGalleryQuality,
} from './galleries.ts';
import { purgeDeletedGalleries } from './housekeeping.ts';
import { identifyFace } from './identify-face.ts';
import { importServices } from './imports/import-services.ts';
import { authenticate, createKey, getKey, listKeys, revokeKey } from './keys.ts';
import { deletePhoto, getPhoto, listPhotos, readOriginal } from './photos.ts';
import type { ServicePorts } from './ports.ts';
import { rankCandidates } from './rank-candidates.ts';
import { getReembedding, startReembedding, stopReembedding } from './reembedding/reembedding.ts';
import { workOnReembedding } from './reembedding/work-on-reembedding.ts';
import { searchByPhoto } from './search-by-photo.ts';
import { awaitSearch } from './searches/await-search.ts';
import { addProbes, createSearch } from './searches/create-search.ts';
import { expireSearches } from './searches/expire-searches.ts';
import { getSearch, listSearches } from './searches/get-search.ts';
import { getIllustratedSearch, illustrateSearch } from './searches/illustrated-search.ts';
import { deleteSearch, removeProbe } from './searches/remove-search.ts';
import { getSearchAllowance } from './searches/search-allowance.ts';
import { startSearch } from './searches/start-search.ts';
import { uploadProbes } from './searches/upload-probes.ts';
import { workOnSearch } from './searches/work-on-search.ts';
import { compareVectors } from './vectors/compare-vectors.ts';
import { findByMetadata } from './vectors/find-by-metadata.ts';
import { generateVector } from './vectors/generate-vector.ts';
import { searchByVector } from './vectors/search-by-vector.ts';
import { storeVectors } from './vectors/store-vectors.ts';
import { deleteVectors, getVector, listVectorIds } from './vectors/stored-vectors.ts';
import { verifyFaces } from './verify-faces.ts';

/** Everything that Likeness can do, with its parts already given; dialects and the command line call these. */
export type Services = ReturnType<typeof createServices>;

type UseCase<Argument, Result> = (ports: ServicePorts, argument: Argument) => Result;

function binderOf(ports: ServicePorts) {
  return <Argument, Result>(useCase: UseCase<Argument, Result>) =>
    (argument: Argument): Result =>
      useCase(ports, argument);
}

/** What can be asked without naming a gallery: the key says which one is meant. */
function homeServices(ports: ServicePorts) {
  const bind = binderOf(ports);
  return {
    checkLiveness: bind(checkLiveness),
    enrollAtHome: bind(enrollAtHome),
    identifyFace: bind(identifyFace),
    rankCandidates: bind(rankCandidates),
    verifyFaces: bind(verifyFaces),
  };
}

/** What can be done with vectors. */
function vectorServices(ports: ServicePorts) {
  const bind = binderOf(ports);
  return {
    compareVectors: bind(compareVectors),
    deleteVectors: bind(deleteVectors),
    findByMetadata: bind(findByMetadata),
    generateVector: bind(generateVector),
    getVector: bind(getVector),
    listVectorIds: bind(listVectorIds),
    searchByVector: bind(searchByVector),
    storeVectors: bind(storeVectors),
  };
}

/** Gives every use case its ports. */
export function createServices(ports: ServicePorts) {
  const bind = binderOf(ports);
  return {
    authenticate: bind(authenticate),
    compareFaces: bind(compareFaces),
    createGallery: bind(createGallery),
    createKey: bind(createKey),
    deleteFace: bind(deleteFace),
    deleteGallery: bind(deleteGallery),
    deletePhoto: bind(deletePhoto),
    enrollPhoto: bind(enrollPhoto),
    evaluatePacks: bind(evaluatePacks),
    getFace: bind(getFace),
    getGallery: bind(requireGallery),
    getKey: bind(getKey),
    getKeyUsage: bind(getKeyUsage),
    getReembedding: bind(getReembedding),
    getPhoto: bind(getPhoto),
    grantCredits: bind(grantCredits),
    listCreditEntries: bind(listCreditEntries),
    listFaces: bind(listFaces),
    listGalleries: bind(listGalleries),
    listKeySearches: bind(listKeySearches),
    listKeys: () => listKeys(ports),
    listPhotos: bind(listPhotos),
    readFaceCrop: bind(readFaceCrop),
    readOriginal: bind(readOriginal),
    purgeDeletedGalleries: () => purgeDeletedGalleries(ports),
    revokeKey: bind(revokeKey),
    searchByPhoto: bind(searchByPhoto),
    addProbes: bind(addProbes),
    awaitSearch: bind(awaitSearch),
    createSearch: bind(createSearch),
    deleteSearch: bind(deleteSearch),
    getIllustratedSearch: bind(getIllustratedSearch),
    getSearch: bind(getSearch),
    illustrateSearch: bind(illustrateSearch),
    getSearchAllowance: bind(getSearchAllowance),
    listSearches: bind(listSearches),
    removeProbe: bind(removeProbe),
    startSearch: bind(startSearch),
    uploadProbes: bind(uploadProbes),
    expireSearches: () => expireSearches(ports),
    workOnSearch: bind(workOnSearch),
    startReembedding: bind(startReembedding),
    stopReembedding: bind(stopReembedding),
    workOnReembedding: bind(workOnReembedding),
    setGalleryQuality: bind(setGalleryQuality),
    setFaceMetadata: bind(setFaceMetadata),
    ...homeServices(ports),
    ...federatedServices(ports),
    ...importServices(ports),
    ...vectorServices(ports),
  };
}

/** The use cases as the holder of a key may use them: in the galleries that it may use. */
export function servicesFor({ galleries }: Key, ports: ServicePorts): Services {
  if (galleries === undefined) return createServices(ports);
  return createServices({ ...ports, catalog: catalogOfGalleries(ports.catalog, galleries) });
}
