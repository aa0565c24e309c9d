import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OpenedSources } from '../../src/composition/opened-sources.ts';
import { AllowedNetworks } from '../../src/outgoing/allowed-networks.ts';
import { GuardedAddresses } from '../../src/outgoing/guarded-addresses.ts';
import { GuardedHttp } from '../../src/outgoing/guarded-http.ts';
import { collect } from '../contracts/collect.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { folderWith } from '../support/folder-with.ts';
import { makeZip } from '../support/make-zip.ts';

const ONE = Uint8Array.of(1);

function sourcesWithin(importFolders: readonly string[]): OpenedSources {
  const addresses = new GuardedAddresses(new AllowedNetworks([]));
  return new OpenedSources({ importFolders, addresses, outgoing: new GuardedHttp(addresses) });
}

async function namesIn(sources: OpenedSources, path: string, isOperator = false) {
  const prepared = await sources.prepare({ kind: 'folder', path }, { isOperator });
  const source = await sources.open('folder', prepared);
  return (await collect(source.photos())).map(({ name }) => name);
}

describe('the folders that keys may import from', () => {
  it('are those of the settings with all below them, by whatever path', async () => {
    const root = await folderWith({ 'in/below/a.jpg': ONE, 'out/b.jpg': ONE });
    const sources = sourcesWithin([join(root, 'in')]);
    expect(await namesIn(sources, join(root, 'in'))).toEqual(['below/a.jpg']);
    expect(await namesIn(sources, join(root, 'out/../in/below'))).toEqual(['a.jpg']);
    for (const path of ['out', 'in/../out', 'in/../../..', 'missing'])
      expect(await faultCodeOf(namesIn(sources, join(root, path)))).toBe('path_forbidden');
    expect(await namesIn(sources, join(root, 'out'), true)).toEqual(['b.jpg']);
  });

  it.each(['folder', 'zip', 'manifest'] as const)(
    'are left by no link that was put there after a %s was looked at',
    async (kind) => {
      const root = await folderWith({
        'in/folder/a.jpg': ONE,
        'in/zip': makeZip([{ name: 'a.jpg', content: ONE }]).archive,
        'in/manifest': Buffer.from('image,provenance\n'),
        'out/folder/b.jpg': ONE,
        'out/zip': makeZip([{ name: 'b.jpg', content: ONE }]).archive,
        'out/manifest': Buffer.from('image,provenance\n'),
      });
      const sources = sourcesWithin([join(root, 'in')]);
      const path = join(root, 'in', kind);
      const prepared = await sources.prepare({ kind, path }, { isOperator: false });
      await rename(path, join(root, 'in', 'moved'));
      await symlink(join(root, 'out', kind), path);
      expect(await faultCodeOf(sources.open(kind, prepared))).toBe('path_forbidden');
    },
  );
});
