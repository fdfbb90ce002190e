import tseslint from 'typescript-eslint';

/** House rules that a machine can hold: size, no floating promises, named exports, no bare console in the server. */
export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/planted/**', '.holdfast/**', 'coverage/**', 'bridges/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 350, skipBlankLines: false, skipComments: false }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-await': 'off', // ports are asynchronous even where one adapter answers at once
      '@typescript-eslint/consistent-type-definitions': 'off',
      // A type and its schema share a name (TypeBox); the rule can't tell the two spaces apart.
      '@typescript-eslint/no-redeclare': 'off',
    },
  },
  { files: ['server/src/**/*.ts', 'server/contract/**/*.ts'], rules: { 'no-console': 'error' } },
  { files: ['vitest.config.ts', '**/*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['eslint.config.js'], rules: { 'no-restricted-exports': 'off' } },
);
