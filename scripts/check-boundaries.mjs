// Proves the import rules of .dependency-cruiser.json, and that the tool really read the source:
// beside a compiler that it does not understand it reads nothing and finds nothing wrong.
import { readdirSync, readFileSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';

const { options, forbidden } = JSON.parse(readFileSync('.dependency-cruiser.json', 'utf8'));

const sourceFiles = readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts')).length;
const { output } = await cruise(['src'], {
  ...options,
  ruleSet: { forbidden },
  validate: true,
  outputType: 'json',
});
const { modules, summary } = JSON.parse(output);
const read = modules.filter(({ source }) => source.startsWith('src/')).length;
const imports = modules.reduce((sum, { dependencies }) => sum + dependencies.length, 0);

for (const { rule, from, to } of summary.violations) {
  console.error(`${rule.name}: ${from} -> ${to}`);
}
if (read < sourceFiles || imports === 0) {
  console.error(
    `only ${read} of ${sourceFiles} source files and ${imports} imports were read: the check proves nothing`,
  );
  process.exit(1);
}
console.log(`boundaries: ${read} modules, ${imports} imports, ${summary.violations.length} violations`);
process.exit(summary.violations.length === 0 ? 0 : 1);
