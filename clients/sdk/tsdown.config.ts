import { defineConfig } from 'tsdown';

// One file for Node and browsers. The timing package, which the servers share, is inlined, so users do not install it.
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2024',
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
  dts: { resolve: ['@downbeat/timing'], eager: true },
  noExternal: ['@downbeat/timing'],
  // No comments, because pages download it; lines and names stay, so that stack traces can be read.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  clean: true,
});
