export { revocationHandlers } from './handlers.ts';
export {
  createRevocationList,
  revocationIndexes,
  type RevocationList,
  type RevocationListOptions,
} from './list.ts';
