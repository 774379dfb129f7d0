import tseslint from 'typescript-eslint';

const noInstanceofError = {
  selector: "BinaryExpression[operator='instanceof'][right.name='Error']",
  message: 'Use Error.isError: errors of fetch and fs belong to another realm under Jest.',
};
const noClock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from the Clock port.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take the time from the Clock port.' },
];

export default tseslint.config(
  { ignores: ['node_modules', '.data', 'dist', 'build', 'coverage'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', 'tests/support/*.js', 'bot/http/pages/*.js'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': ['error', noInstanceofError],
      'no-console': 'error',
    },
  },
  { files: ['bot/core/**', 'bot/desk/**'], rules: { 'no-restricted-syntax': ['error', noInstanceofError, ...noClock] } },
  {
    files: ['bot/**'],
    ignores: ['bot/config.ts', 'bot/main.ts', 'bot/cli/**'],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only bot/config.ts reads the environment.' }] },
  },
  { files: ['sandbox/**', 'tests/**', 'docs/**', 'appPackage/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
