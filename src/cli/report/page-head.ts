import { createHash } from 'node:crypto';
import { Html, html } from '../../core/html.ts';

/** The head of a page in one file: no script runs and nothing is fetched, whatever a file name may contain. */
export function renderHead(title: string, style: string): Html {
  const styleHash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; form-action 'none'; base-uri 'none'`;
  return html`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(style)}</style>`;
}

/** A WebP picture as part of the page. */
export function dataUrl(webp: Uint8Array): string {
  return `data:image/webp;base64,${Buffer.from(webp).toString('base64')}`;
}
