// Prints the sizes of files and functions; the hard limits are the linter's.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
]);

function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

const lineCount = (text) => text.split('\n').length - 1;

function functionLengths(file, text) {
  const bytes = Buffer.from(text);
  const tree = parseSync(text, { syntax: 'typescript', target: 'es2022' });
  // The parser counts bytes on from the files it has read before, beginning at this module's first token.
  const origin = tree.span.end - Buffer.byteLength(text.trimEnd());
  const lengths = [];
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object') return undefined;
    const span = node.span ?? node.function?.span;
    if (FUNCTIONS.has(node.type) && span) {
      const body = bytes.subarray(span.start - origin, span.end - origin).toString();
      lengths.push({ file, lines: lineCount(body) + 1, name: body.split('\n')[0].slice(0, 60) });
    }
    return Object.values(node).forEach(visit);
  };
  visit(tree.body);
  return lengths;
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function describe(name, entries) {
  const sorted = [...entries].sort((first, second) => first.lines - second.lines);
  const longest = sorted.at(-1);
  console.log(
    `${name}: ${sorted.length}, median ${quantile(sorted, 0.5).lines}, p90 ${quantile(sorted, 0.9).lines}, ` +
      `longest ${longest.lines} (${longest.file}${longest.name ? `: ${longest.name}` : ''})`,
  );
}

const sources = filesOf('src').map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const testLines = filesOf('test').reduce((sum, file) => sum + lineCount(readFileSync(file, 'utf8')), 0);
const files = sources.map(({ file, text }) => ({ file, lines: lineCount(text) }));
const sourceLines = files.reduce((sum, { lines }) => sum + lines, 0);

describe('source files', files);
describe(
  'functions',
  sources.flatMap(({ file, text }) => functionLengths(file, text)),
);
console.log(
  `lines: ${sourceLines} source, ${testLines} tests (${(testLines / sourceLines).toFixed(2)} a source line)`,
);
