import { createHash } from 'node:crypto';
import preact from '@preact/preset-vite';
import { defineConfig, loadEnv, type Plugin } from 'vite';

/** Tells the page where the services are, as its production server does: `PAGE_CONFIG` (JSON), for moved ports. */
function configJson(config: string): Plugin {
  return {
    name: 'config.json',
    configureServer({ middlewares }) {
      middlewares.use('/config.json', (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.setHeader('cache-control', 'no-store');
        response.end(config);
      });
    },
  };
}

/** Writes into the service worker which files are of this version. Old browsers alone need `woff`. */
function shellFiles(): Plugin {
  return {
    name: 'shell-files',
    // After Vite itself, which takes an entry without code of its own out of the bundle. One missing file, and no browser
    // installs the worker.
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((name) => /^assets\/.*(js|css|woff2)$/.test(name));
      const paths = [...files.map((name) => `/${name}`), '/icon.svg', '/manifest.webmanifest'];
      const version = createHash('sha256').update(paths.join()).digest('hex').slice(0, 12);
      const worker = bundle['service-worker.js'];
      if (worker?.type !== 'chunk') return;
      worker.code = worker.code
        .replaceAll('SHELL_FILES', JSON.stringify(paths))
        .replaceAll('SHELL_VERSION', JSON.stringify(version));
    },
  };
}

/** What more than one screen needs is one file: many small ones compress badly. Only their own parts stay with the screens. */
const isOfFirstScreen =
  /\bvite\/|node_modules\/(?!qr\/)|sdk\/dist\/(?!listening|enter-room|room-|music\.room|player|library|music\.library|together|music\.together|play-|attend-later|upload(?!-source)|web-audio|google-sign-in|log-hooks|renewal-lock)|web\/src\/(shell\/(?!dialogs|add-to-playlist|keys|question|room-messages|playing-bar)|state\/(?!uploads|library|search|playlists|played|pages|catalogue|waveforms|lyrics|track-cache|queue|member-names|management|joining|click-track|output|elsewhere|device-name|suggestions|sync-receipt|more-members|public-playlists|sentences|follows|releases|downloads|ratings|page-player)|parts\/(?!reorder|waveform|lyrics|dialog|file-button|name-dialog|queue-|switch|options|playlist-row|more\.|download-items|rating|room-messages|playing-on|output-items|seek|transport|volume|sync-light)|[\w-]+\.ts)/;

/** What the SDK has for likes and plays; rooms report plays, but the home screen needs no room for its likes. */
const isOfLibrary = /sdk\/dist\/(library|music\.library|play-)/;

/** What the SDK loads when a room is entered. */
const isOfRoom = /sdk\/dist\/(listening|enter-room|room-|music\.room|player)/;

export default defineConfig(({ mode }) => ({
  plugins: [
    preact(),
    configJson(loadEnv(mode, import.meta.dirname, 'PAGE_')['PAGE_CONFIG'] ?? '{}'),
    shellFiles(),
  ],
  build: {
    target: 'es2023',
    // Browsers of 2024: `light-dark()`, `popover`, relative colours. An older target would copy every colour twice.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'src/worker/service-worker.ts' },
      output: {
        // The worker's address stays the same: browsers compare the file at that address with the one that they have.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            { name: 'app', test: isOfFirstScreen },
            { name: 'plays', test: isOfLibrary },
            { name: 'listening', test: isOfRoom },
          ],
        },
      },
    },
  },
}));
