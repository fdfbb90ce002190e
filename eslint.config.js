import tseslint from 'typescript-eslint';

/** House rules that a machine can hold: size, no floating promises, named exports, no bare console, an injected clock. */
export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/planted/**', '.holdfast/**', '.cache/**', 'coverage/**', 'bridges/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 350, skipBlankLines: false, skipComments: false }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-await': 'off', // ports are asynchronous even where one adapter answers at once
      '@typescript-eslint/unbound-method': 'off', // services are closures: none of their methods knows `this`
      '@typescript-eslint/consistent-type-definitions': 'off',
      // A type and its schema share a name (TypeBox); the rule can't tell the two spaces apart.
      '@typescript-eslint/no-redeclare': 'off',
    },
  },
  {
    files: ['server/src/**/*.ts', 'server/contract/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-console': 'error' }, // one structured line per unit of work, through Log
  },
  {
    files: ['server/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'server/src/kernel/clock.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time comes from the injected Clock.' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes from the injected Clock.' },
      ],
    },
  },
  { files: ['vitest.config.ts', '**/*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } } },
  { files: ['eslint.config.js'], rules: { 'no-restricted-exports': 'off' } },
);
