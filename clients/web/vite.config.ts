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

/** What more than one screen needs is one file: many small ones compress badly. Only their own parts stay with the screens. */
const isOfFirstScreen =
  /vite|node_modules\/(?!qr\/)|sdk\/|web\/src\/(shell|state|parts\/(?!reorder|name-dialog|queue-row|people)|[\w-]+\.ts)/;

export default defineConfig(({ mode }) => ({
  plugins: [preact(), configJson(loadEnv(mode, import.meta.dirname, 'PAGE_')['PAGE_CONFIG'] ?? '{}')],
  build: {
    target: 'es2023',
    // Browsers of 2024: `light-dark()`, `popover`, relative colours. An older target would copy every colour twice.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'app', test: isOfFirstScreen }] } } },
  },
}));
