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

export default defineConfig(({ mode }) => ({
  plugins: [preact(), configJson(loadEnv(mode, import.meta.dirname, 'PAGE_')['PAGE_CONFIG'] ?? '{}')],
  build: { target: 'es2023' },
}));
