import { expect, test } from 'vitest';
import { renderSettingsDocument } from '../../src/config/settings-document.ts';

test('docs/settings.md is current (else run: npx vitest run test/config --update)', async () => {
  await expect(renderSettingsDocument()).toMatchFileSnapshot('../../docs/settings.md');
});
