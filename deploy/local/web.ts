// Serves the built page on loopback: `node deploy/local/web.ts <port> <folder>`, its settings in PAGE_CONFIG (JSON).
import type { PageConfig } from './page.ts';
import { createPageServer } from './page-server.ts';

const [port = '', folder = ''] = process.argv.slice(2);
const app = await createPageServer(folder, JSON.parse(process.env.PAGE_CONFIG ?? '') as PageConfig);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
await app.listen({ port: Number(port), host: '127.0.0.1' });
