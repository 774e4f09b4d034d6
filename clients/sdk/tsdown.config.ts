import { defineConfig } from 'tsdown';

// One file for Node and browsers. The timing package, which servers share, is inlined: nobody installs it.
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2024',
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
  dts: { resolve: ['@downbeat/timing'], eager: true },
  noExternal: ['@downbeat/timing'],
  // Sent to every page, so without comments; its lines and names stay, for whoever reads a stack trace.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  clean: true,
});
