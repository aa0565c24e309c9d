import { type Html, html } from '../../core/html.ts';
import type { Import } from '../../core/import.ts';
import type { Mail } from '../../ports/mailer.ts';
import type { ImportOutline } from './summarise-import.ts';

/** More are in the report. */
const MOST_SHOWN = 50;

const ENDS: Readonly<Partial<Record<Import['state'], string>>> = {
  done: 'is done',
  failed: 'has failed',
  cancelled: 'was cancelled',
};

/** One line of text, whatever a file is called. */
function inOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

type Fact = readonly [name: string, value: string];

function factsOf(ended: Import, { totalFiles, successCount, failed }: ImportOutline): readonly Fact[] {
  const { counts, failure } = ended;
  const facts: Fact[] = [
    ['Gallery', ended.galleryName],
    ['Source', ended.description],
    ['Files', String(totalFiles)],
    ['Succeeded', `${successCount} (${counts.alreadyStored} of them were there before)`],
    ['Faces stored', String(counts.faces)],
    ['Failed', String(Math.max(counts.failed, failed.length))],
  ];
  return failure === undefined ? facts : [...facts, ['Why it ended', failure]];
}

function tableOf(lines: readonly Fact[]): Html {
  const rows = lines.map(([name, value]) => html`<tr><td>${name}</td><td>${value}</td></tr>`);
  return html`<table cellpadding="4">${rows}</table>`;
}

/** The mail about the end of an import, to be read by people, as text and as HTML. */
export function importMail(ended: Import, outline: ImportOutline, to: string): Mail {
  const subject = `Import into "${inOneLine(ended.galleryName)}" ${ENDS[ended.state] ?? 'has ended'}`;
  const facts = factsOf(ended, outline).map(([name, value]) => [name, inOneLine(value)] as const);
  const shown = outline.failed
    .slice(0, MOST_SHOWN)
    .map(({ fileName, error }) => [inOneLine(fileName), inOneLine(error)] as const);
  const hidden = ended.counts.failed - shown.length;
  const more = hidden > 0 ? [`... and ${hidden} more: see the report of import ${ended.id}.`] : [];
  const text = [
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...(shown.length > 0
      ? ['', 'Failed files:', ...shown.map(([name, error]) => `- ${name}: ${error}`), ...more]
      : []),
    '',
  ].join('\n');
  const failures = shown.length > 0 ? html`<h3>Failed files</h3>${tableOf(shown)}` : html``;
  const page = html`<!doctype html><html lang="en"><meta charset="utf-8"><body><h2>${subject}</h2>${tableOf(facts)}${failures}${more.map((line) => html`<p>${line}</p>`)}</body></html>`;
  return { to, subject, text, html: page.markup, id: `import-${ended.id}` };
}
