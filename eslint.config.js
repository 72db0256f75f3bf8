import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { localRules } from './scripts/lint-rules.mjs';

const noConsole = { 'no-console': 'error' };

/** Private members are `#private`: they are so at run time too. A constructor may be kept from others by `private`. */
const privateMembers = [
  'PropertyDefinition[accessibility="private"]',
  'MethodDefinition[accessibility="private"][kind!="constructor"]',
  'TSParameterProperty[accessibility="private"]',
].map((selector) => ({ selector, message: 'Write a private member as #name.' }));

/** What must not happen in the parts that are pure: results depend on arguments alone. */
const pure = {
  'no-restricted-globals': [
    'error',
    ...['process', 'console', 'fetch', 'setTimeout', 'setInterval'].map((name) => ({
      name,
      message: 'Only cli, action and what does input and output may touch the outside.',
    })),
  ],
  'no-restricted-properties': [
    'error',
    {
      object: 'Math',
      property: 'random',
      message: 'Take a seed: the same input, the same result.',
    },
    { object: 'Date', property: 'now', message: 'Pure code has no clock.' },
  ],
  // Constants of a module are lookup tables; what is worked out goes into a memory that somebody owns.
  'no-restricted-syntax': [
    'error',
    ...privateMembers,
    ...['Program > ', 'Program > ExportNamedDeclaration > '].flatMap((at) => [
      {
        selector: `${at}VariableDeclaration[kind="let"]`,
        message: 'A module of a pure layer has no state.',
      },
      {
        selector: `${at}VariableDeclaration NewExpression:matches([callee.name=/^(WeakMap|WeakSet|Recent|Memory|ReadingMemory)$/], [callee.name=/^(Map|Set)$/][arguments.length=0]):not(:function *)`,
        message:
          'A module of a pure layer keeps nothing: use the memory of the mesh or the project.',
      },
    ]),
  ],
};

export default tseslint.config(
  {
    ignores: [
      'build/',
      'dist/',
      'coverage/',
      // Generated code.
      'src/admission/schema/validators.ts',
      'src/config/validators.ts',
      // Texts for tests, and programs of other modules that only the bench builds.
      '__tests__/fixtures/',
      '__tests__/real/bench/parts/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Returning what a call that returns nothing returns is how a check ends early.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Records of functions are taken apart all over; no class hands out a method that needs its "this".
      '@typescript-eslint/unbound-method': 'off',
      // Code points are what is meant.
      '@typescript-eslint/no-misused-spread': 'off',
      eqeqeq: 'error',
      'object-shorthand': 'error',
    },
  },
  {
    // Arrays whose indices are counted right beside the access, in loops that have to be fast.
    files: ['src/traffic/**/*.ts', 'src/foundation/did-you-mean.ts', '__tests__/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // What comes from outside does not keep to the types that its libraries declare.
    files: ['src/cluster/**/*.ts', 'src/action/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // Tests take answers of real servers as they come, and stand in for interfaces that are asynchronous.
    files: ['__tests__/**/*.ts'],
    rules: {
      'no-dupe-else-if': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // One style: private members, constants, numbers in texts.
    files: ['src/**/*.ts'],
    plugins: { local: localRules },
    rules: {
      'no-restricted-syntax': ['error', ...privateMembers],
      'local/plain-numbers': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'variable',
          modifiers: ['const'],
          format: ['camelCase', 'StrictPascalCase'],
          filter: { regex: '^_', match: false },
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/action/**'],
    rules: noConsole,
  },
  {
    files: [
      'src/{foundation,api,manifest,config,units,mesh,admission,rules,lint,traffic,project,library,report}/**/*.ts',
    ],
    rules: pure,
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'fetch',
          'URL',
          'Buffer',
          'TextDecoder',
          'TextEncoder',
          'AbortController',
          'AbortSignal',
          'performance',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'structuredClone',
          'module',
          'require',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
