import {
  type AddExternalGalleryCommand,
  addExternalGallery,
  listExternalGalleries,
  removeExternalGallery,
} from '../external-galleries.ts';
import type { ServicePorts } from '../ports.ts';
import { listSearchableGalleries } from './list-searchable-galleries.ts';
import { readPicture } from './read-picture.ts';
import { type SearchGalleriesCommand, searchGalleries } from './search-galleries.ts';

/** The use cases for which it does not matter on which server a gallery lives. */
export function federatedServices(ports: ServicePorts) {
  return {
    addExternalGallery: (command: AddExternalGalleryCommand) => addExternalGallery(ports, command),
    listExternalGalleries: () => listExternalGalleries(ports),
    removeExternalGallery: (name: string) => removeExternalGallery(ports, name),
    listSearchableGalleries: () => listSearchableGalleries(ports),
    readPicture: (pictureId: string) => readPicture(ports, pictureId),
    searchGalleries: (command: SearchGalleriesCommand) => searchGalleries(ports, command),
  };
}
