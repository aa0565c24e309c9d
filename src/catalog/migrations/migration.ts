import type { ColumnDataType, ColumnDefinitionBuilder, Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';

/** What database engines spell differently when tables are made. */
export interface EngineSpelling {
  readonly bytes: ColumnDataType;
  readonly double: ColumnDataType;
  /** Whole numbers up to 2^53. */
  readonly wholeNumber: ColumnDataType;
  /** A primary key that counts up by itself and never gives a number twice. */
  readonly countingKey: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** Lets columns be null from now on; rows stay as they are. `definition` is a column's type, and what it refers to. */
  readonly makeNullable: (
    database: Kysely<CatalogSchema>,
    table: string,
    columns: readonly { readonly name: string; readonly definition: string }[],
  ) => Promise<void>;
}

/** One step from a version of the tables to the next. There is no way back but a backup. */
export interface Migration {
  readonly name: string;
  /** Runs inside a transaction, on the tables as they are then: the types are those of the newest version. */
  readonly up: (database: Kysely<CatalogSchema>, spelling: EngineSpelling) => Promise<void>;
}
