/** The catalog's file in the data folder; SQLite keeps others beside it whose names begin with this. */
export const CATALOG_FILE_NAME = 'catalog.sqlite';
