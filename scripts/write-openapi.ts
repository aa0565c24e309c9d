import { mkdirSync, writeFileSync } from 'node:fs';
import { renderOpenApi } from '../src/dialects/contract/openapi.ts';
import { DIALECTS } from '../src/dialects/dialects.ts';

const folder = new URL('../docs/openapi/', import.meta.url);

mkdirSync(folder, { recursive: true });
for (const dialect of DIALECTS) {
  writeFileSync(new URL(`${dialect.id}.json`, folder), renderOpenApi(dialect));
  console.log(`docs/openapi/${dialect.id}.json`);
}
