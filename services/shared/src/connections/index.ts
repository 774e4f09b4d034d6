export { attach } from './attach.ts';
export {
  connect,
  type Connections,
  type ConnectionsConfig,
  type ConnectionsOptions,
  connectStores,
  type Stores,
  type StoresConfig,
  type StoresOptions,
} from './connect.ts';
