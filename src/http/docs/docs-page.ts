import { type Html, html } from '../../core/html.ts';
import type { Dialect } from '../../dialects/contract/dialect.ts';

/** Where the document of a dialect is served. */
export function documentPathOf(dialect: Pick<Dialect, 'id'>): string {
  return `/docs/openapi/${dialect.id}.json`;
}

function itemOf(dialect: Dialect): Html {
  const { title, version, description, operations } = dialect;
  const chosen = encodeURIComponent(title);
  return html`<li><a href="/docs?urls.primaryName=${chosen}"><strong>${title}</strong> ${version}</a>:
${description} ${operations.length} operations.
<a href="${documentPathOf(dialect)}">OpenAPI</a></li>`;
}

/** The page that lists the dialects and shows one document. */
export function renderDocsPage(dialects: readonly Dialect[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Likeness: API</title>
<link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<header>
<h1>Likeness</h1>
<p>One face search engine, ${dialects.length === 1 ? 'one dialect' : `${dialects.length} dialects`}. Every request needs a key:
<code>Authorization: Bearer &lt;key&gt;</code>, <code>X-API-Key: &lt;key&gt;</code>, or Basic with the key as password.</p>
<ul>
${dialects.map(itemOf)}
</ul>
<p><a href="/healthz">health</a> <a href="/readyz">readiness</a> <a href="/metrics">metrics</a></p>
</header>
<main id="swagger-ui"></main>
<noscript>The documents above can be read without JavaScript.</noscript>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/swagger-ui-standalone-preset.js"></script>
<script src="/docs/page.js"></script>
</body>
</html>
`.markup;
}

/** The script of the page: shows the document that is chosen, and asks nobody else on the network. */
export function renderDocsScript(dialects: readonly Dialect[]): string {
  const urls = dialects.map((dialect) => ({ name: dialect.title, url: documentPathOf(dialect) }));
  return `SwaggerUIBundle({
  urls: ${JSON.stringify(urls)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
`;
}

export const DOCS_STYLE = `body { margin: 0; font-family: system-ui, sans-serif; color: #222; background: #fafafa; }
header { max-width: 1400px; margin: 0 auto; padding: 16px 20px 0; line-height: 1.5; }
.topbar .link { visibility: hidden; }
`;
