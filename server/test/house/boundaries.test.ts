import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const planted = fileURLToPath(new URL('./planted/', import.meta.url));
const config = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs') as Required<Pick<IConfiguration, 'forbidden' | 'options'>>;

/** Each violation as `rule: file`, of how many files. */
async function violationsUnder(baseDir: string): Promise<{ files: number; found: string[] }> {
  const { tsConfig: _elsewhere, ...options } = config.options;
  const { output } = await cruise(['server', 'provisioning', 'desktop'], { ...options, baseDir, ruleSet: { forbidden: config.forbidden }, validate: true });
  const { violations, totalCruised } = (output as ICruiseResult).summary;
  return { files: totalCruised, found: violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort() };
}

test('no room of the house imports what it must not', async () => {
  const { files, found } = await violationsUnder(root);
  expect(found).toEqual([]);
  expect(files).toBeGreaterThan(100); // a cruise that sees nothing finds nothing
}, 60_000);

test('every rule reports its planted violation, and nothing else does', async () => {
  const { found } = await violationsUnder(planted);
  // A cycle is reported from one of its ends, and which one is not promised: both carry the rule's name.
  const seen = found.map((violation) => violation.replace(/^(.*): .*\/([^/]+?)(?:-other)?\.ts$/, '$1 reported $2'));
  const rules = config.forbidden.map(({ name }) => name!).sort();
  expect(seen).toEqual(rules.map((rule) => `${rule} reported ${rule}`));
}, 60_000);
