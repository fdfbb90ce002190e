import vue from 'eslint-plugin-vue';
import accessibility from 'eslint-plugin-vuejs-accessibility';
import tseslint from 'typescript-eslint';

/** House rules that a machine can hold: size, no floating promises, named exports, no bare console, an injected clock. */
export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/planted/**', '.holdfast/**', '.cache/**', 'coverage/**', 'bridges/**', 'desktop/out/**', 'server/console/dist/**', 'desktop/release/**', '**/*.tmp.ts'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json', './desktop/tsconfig.json', './desktop/test/tsconfig.json', './server/console/tsconfig.json', './server/console/test/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
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
  ...vue.configs['flat/recommended'],
  ...accessibility.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    ...tseslint.configs.disableTypeChecked, // vue-tsc checks them; types of templates are out of lint's reach
    languageOptions: { parserOptions: { parser: tseslint.parser, project: null, sourceType: 'module' } },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'max-lines': ['error', { max: 350 }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error', // foreign HTML is drawn in one place, which says so
      'vue/multi-word-component-names': ['error', { ignores: ['App'] }],
      'vue/match-component-file-name': ['error', { extensions: ['vue'], shouldMatchCase: true }],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-literal'],
      'vue/html-button-has-type': 'error',
      // Layout of templates is the writer's; these rules only move white space.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/require-default-prop': 'off', // optional props are typed as such
      // Labels by `for` or by nesting: either is a label.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/media-has-caption': 'off', // clients' videos and voice messages come without captions
      'vuejs-accessibility/no-static-element-interactions': 'off', // containers listen for the keys of the controls inside them
      'vuejs-accessibility/no-redundant-roles': ['error', { ul: ['list'], ol: ['list'] }], // lists without bullets lose their role in WebKit
      'vuejs-accessibility/no-autofocus': 'off', // focus moves into dialogs on purpose
    },
  },
  {
    files: ['desktop/app/**/*.ts', 'desktop/ui/**/*.ts', 'server/console/src/**/*.ts', 'server/console/test/screens/**/*.ts'],
    rules: {
      // A component's exact type is known to vue-tsc only.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['desktop/{app,main,preload,store,host,ui}/**/*.{ts,vue}', 'server/console/src/**/*.{ts,vue}'], ignores: ['**/*.test.ts'], rules: { 'no-console': 'error' } },
  { files: ['desktop/vue-files.d.ts', 'server/console/vue-files.d.ts', '**/*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['vitest.config.ts', '**/*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } } },
  { files: ['eslint.config.js'], rules: { 'no-restricted-exports': 'off' } },
);
