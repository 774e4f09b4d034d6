export {
  createRevocationList,
  revocationIndexes,
  type RevocationList,
  type RevocationListOptions,
} from './list.ts';
