import { defineConfig } from 'tsdown';

// For Node and browsers, as ES modules and as CommonJS. The timing package, which the servers share, is inlined, so users do
// not install it. The room is a chunk of its own, which the core loads when a room is entered.
export default defineConfig({
  entry: {
    index: 'src/index.ts',
    listening: 'src/listening.ts',
    library: 'src/library.ts',
    together: 'src/together.ts',
    node: 'src/node/index.ts',
    react: 'src/react.ts',
    mock: 'src/mock.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2024',
  outExtensions: ({ format }) =>
    format === 'cjs' ? { js: '.cjs', dts: '.d.cts' } : { js: '.js', dts: '.d.ts' },
  dts: { resolve: ['@downbeat/timing'], eager: true },
  noExternal: ['@downbeat/timing'],
  external: [/^node:/],
  // No comments, because pages download it; lines and names stay, so that stack traces can be read.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  clean: true,
});
