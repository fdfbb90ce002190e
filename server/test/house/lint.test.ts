import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
// Rules that need types are tried by every lint of the tree; these need only the text, so planting them costs nothing.
const eslint = new ESLint({ cwd: root, overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked, languageOptions: { parserOptions: { project: null } } }] });

async function reported(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}${filePath}` });
  return [...new Set(result!.messages.map(({ ruleId }) => ruleId ?? 'parse'))];
}

test.each([
  ['max-lines', 'server/src/gate/planted.ts', Array.from({ length: 351 }, (_, index) => `export const x${index} = 1;`).join('\n')],
  ['no-restricted-exports', 'server/src/gate/planted.ts', 'export default 1;\n'],
  ['no-console', 'server/src/gate/planted.ts', "console.log('x');\n"],
  ['no-restricted-syntax', 'server/src/gate/planted.ts', 'export const at = Date.now();\n'],
  ['no-restricted-syntax', 'server/src/gate/planted.ts', 'export const at = new Date();\n'],
  ['no-warning-comments', 'provisioning/apply/planted.ts', '// TODO later\nexport const x = 1;\n'],
  ['eqeqeq', 'provisioning/apply/planted.ts', 'export const x = (a: unknown) => a == 1;\n'],
])('%s reports its planted violation in %s', async (rule, path, code) => expect(await reported(path, code)).toEqual([rule]));

test.each([
  ['server/src/kernel/clock.ts', 'export const at = Date.now();\n'],
  ['server/src/gate/planted.test.ts', 'export const at = Date.now();\n'],
  ['provisioning/cli/planted.ts', "console.log('x');\n"],
])('and is silent where the rule does not hold: %s', async (path, code) => expect(await reported(path, code)).toEqual([]));
