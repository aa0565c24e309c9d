import type { PageRequest } from '../../core/page.ts';
import type { ServicePorts } from '../ports.ts';
import { deliverNotice } from './deliver-notice.ts';
import { type ImportPhotosCommand, importPhotos } from './import-photos.ts';
import {
  type BeginImportCommand,
  beginImport,
  cancelImport,
  getImport,
  type ImportWithNotices,
  listImportFiles,
  listImports,
  pauseImport,
  resumeImport,
} from './imports.ts';
import { watchImport } from './watch-import.ts';
import { type WorkOnImportCommand, workOnImport } from './work-on-import.ts';

/** The use cases that bring many photos into galleries. */
export function importServices(ports: ServicePorts) {
  return {
    importPhotos: (command: ImportPhotosCommand) => importPhotos(ports, command),
    beginImport: (command: BeginImportCommand) => beginImport(ports, command),
    cancelImport: (importId: string) => cancelImport(ports, importId),
    getImport: (importId: string) => getImport(ports, importId),
    listImportFiles: (wanted: Parameters<typeof listImportFiles>[1]) => listImportFiles(ports, wanted),
    listImports: (page: PageRequest) => listImports(ports, page),
    pauseImport: (importId: string) => pauseImport(ports, importId),
    resumeImport: (importId: string) => resumeImport(ports, importId),
    watchImport: (first: ImportWithNotices, signal: AbortSignal) => watchImport(ports, first, signal),
    workOnImport: (command: WorkOnImportCommand) => workOnImport(ports, command),
    deliverNotice: (owner: string) => deliverNotice(ports, owner),
  };
}
