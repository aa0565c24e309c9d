import { Fault } from '../core/fault.ts';
import type { Catalog, FaceRecords, GalleryRecords, PhotoRecords } from '../ports/catalog.ts';
import type { ExternalGalleryRecords } from '../ports/external-galleries.ts';
import type { ImportRecords } from '../ports/imports.ts';

type Names = ReadonlySet<string>;

function requireAllowed(allowed: Names, name: string): void {
  if (!allowed.has(name)) throw new Fault('gallery_not_allowed', { details: { gallery: name } });
}

function allowedGalleries(galleries: GalleryRecords, allowed: Names): GalleryRecords {
  return {
    create: async (gallery) => {
      requireAllowed(allowed, gallery.name);
      return galleries.create(gallery);
    },
    find: async (galleryId) => {
      const gallery = await galleries.find(galleryId);
      return gallery && allowed.has(gallery.name) ? gallery : undefined;
    },
    // Before it is looked for: a refusal must not tell whether there is such a gallery.
    findByName: async (name) => {
      requireAllowed(allowed, name);
      return galleries.findByName(name);
    },
    list: (page) => galleries.list(page, [...allowed]),
    setQuality: (galleryId, quality) => galleries.setQuality(galleryId, quality),
    bindToPack: (galleryId, binding) => galleries.bindToPack(galleryId, binding),
    delete: (galleryId) => galleries.delete(galleryId),
    purge: () => galleries.purge(),
  };
}

function allowedExternals(externals: ExternalGalleryRecords, allowed: Names): ExternalGalleryRecords {
  const find: ExternalGalleryRecords['find'] = async (galleryId) => {
    const gallery = await externals.find(galleryId);
    return gallery && allowed.has(gallery.name) ? gallery : undefined;
  };
  return {
    add: async (gallery, secret) => {
      requireAllowed(allowed, gallery.name);
      await externals.add(gallery, secret);
    },
    find,
    findByName: async (name) => {
      requireAllowed(allowed, name);
      return externals.findByName(name);
    },
    list: async () => (await externals.list()).filter(({ name }) => allowed.has(name)),
    secretOf: async (galleryId) => ((await find(galleryId)) ? externals.secretOf(galleryId) : undefined),
    delete: async (galleryId) => ((await find(galleryId)) ? externals.delete(galleryId) : false),
  };
}

function allowedPhotos(photos: PhotoRecords, galleries: GalleryRecords): PhotoRecords {
  const find: PhotoRecords['find'] = async (photoId) => {
    const photo = await photos.find(photoId);
    return photo && (await galleries.find(photo.galleryId)) ? photo : undefined;
  };
  return {
    add: (photo, faces, storing) => photos.add(photo, faces, storing),
    find,
    findByContent: (galleryId, sha256) => photos.findByContent(galleryId, sha256),
    list: (galleryId, page) => photos.list(galleryId, page),
    seen: async (photoId, atMs) => {
      if (await find(photoId)) await photos.seen(photoId, atMs);
    },
    delete: async (photoId) => ((await find(photoId)) ? photos.delete(photoId) : undefined),
  };
}

function allowedFaces(faces: FaceRecords, galleries: GalleryRecords): FaceRecords {
  const find: FaceRecords['find'] = async (faceId) => {
    const face = await faces.find(faceId);
    return face && (await galleries.find(face.galleryId)) ? face : undefined;
  };
  return {
    find,
    findByNumbers: (numbers) => faces.findByNumbers(numbers),
    numberAt: (galleryId, position) => faces.numberAt(galleryId, position),
    list: (galleryId, page) => faces.list(galleryId, page),
    listIds: (galleryId, page) => faces.listIds(galleryId, page),
    findByMetadata: (wanted) => faces.findByMetadata(wanted),
    putVectors: (vectors) => faces.putVectors(vectors),
    listOfPhoto: (photoId) => faces.listOfPhoto(photoId),
    setMetadata: async (faceId, metadata) =>
      (await find(faceId)) ? faces.setMetadata(faceId, metadata) : undefined,
    delete: async (faceId) => ((await find(faceId)) ? faces.delete(faceId) : undefined),
    deleteOfGallery: (galleryId, faceIds) => faces.deleteOfGallery(galleryId, faceIds),
  };
}

function allowedImports(
  imports: ImportRecords,
  galleries: GalleryRecords,
  names: readonly string[],
): ImportRecords {
  const find: ImportRecords['find'] = async (importId) => {
    const found = await imports.find(importId);
    return found && (await galleries.find(found.galleryId)) ? found : undefined;
  };
  return {
    create: (fresh, limits) => imports.create(fresh, limits),
    find,
    list: (page, wanted = names) => imports.list(page, wanted),
    claim: (lease, wanted) => imports.claim(lease, wanted),
    report: (worker, lease, progress) => imports.report(worker, lease, progress),
    known: (importId, files) => imports.known(importId, files),
    record: (worker, file) => imports.record(worker, file),
    listFiles: async (importId, page, outcome) =>
      (await find(importId)) ? imports.listFiles(importId, page, outcome) : { items: [] },
    finish: (worker, end, nowMs) => imports.finish(worker, end, nowMs),
    change: async (importId, to, nowMs) =>
      (await find(importId)) ? imports.change(importId, to, nowMs) : undefined,
    notices: async (importId) => ((await find(importId)) ? imports.notices(importId) : []),
    claimNotice: (lease) => imports.claimNotice(lease),
    settleNotice: (notice, result) => imports.settleNotice(notice, result),
  };
}

/**
 * A catalog in which other galleries than those named cannot be reached by name nor by the id of a gallery, photo or
 * face, and are in no list. What is asked for by the id of a gallery was found by its name before.
 *
 * Its calls throw Fault `gallery_not_allowed` for the name of another gallery.
 */
export function catalogOfGalleries(catalog: Catalog, names: readonly string[]): Catalog {
  const { templates, jobs, searches, keys, credits, changes, indexTokens } = catalog;
  const galleries = allowedGalleries(catalog.galleries, new Set(names));
  return {
    galleries,
    externalGalleries: allowedExternals(catalog.externalGalleries, new Set(names)),
    photos: allowedPhotos(catalog.photos, galleries),
    faces: allowedFaces(catalog.faces, galleries),
    templates,
    jobs,
    searches,
    keys,
    credits,
    changes,
    indexTokens,
    imports: allowedImports(catalog.imports, galleries, names),
    referredBlobs: (addresses) => catalog.referredBlobs(addresses),
    totals: () => catalog.totals(),
    check: () => catalog.check(),
    close: () => catalog.close(),
  };
}
