import { defineConfig, type UserConfig } from 'tsdown';

// For Node and browsers, as ES modules and as CommonJS. The timing package, which the servers share, is inlined, so users do
// not install it. The room is a chunk of its own, which the core loads when a room is entered.
const entry = {
  index: 'src/index.ts',
  listening: 'src/listening.ts',
  library: 'src/library.ts',
  together: 'src/together.ts',
  node: 'src/node/index.ts',
  react: 'src/react.ts',
  mock: 'src/mock.ts',
};

const common: UserConfig = {
  platform: 'neutral',
  target: 'es2024',
  outExtensions: ({ format }) =>
    format === 'cjs' ? { js: '.cjs', dts: '.d.cts' } : { js: '.js', dts: '.d.ts' },
  noExternal: ['@downbeat/timing'],
  external: [/^node:/],
  // No comments, because pages download it; lines and names stay, so that stack traces can be read.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
};

const attendLater = { 'attend-later': 'src/attend-later.ts' };
const all = { ...entry, ...attendLater };
const dts = { resolve: ['@downbeat/timing'], eager: true };

// A room that has been is a build of its own: shared chunks would make every room a larger download. The types of all entries
// are one build, so that a player of one entry fits another.
export default defineConfig([
  { ...common, format: 'esm', entry, dts: false, clean: true },
  { ...common, format: 'esm', entry: attendLater, dts: false, clean: false },
  { ...common, format: 'esm', entry: all, dts: { ...dts, emitDtsOnly: true }, clean: false },
  { ...common, format: 'cjs', entry: all, dts, clean: false },
]);
