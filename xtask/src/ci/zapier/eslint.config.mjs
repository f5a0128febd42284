import js from '@eslint/js';

const node = ['require', 'module', 'process', 'console', 'fetch'];

export default [
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: Object.fromEntries(node.map((name) => [name, 'readonly'])) },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
];
