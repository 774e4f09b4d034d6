export { connectMongo, type MongoConfig, type MongoConnection } from './connect.ts';
export { isDuplicateKey } from './duplicate-key.ts';
export { ensureIndexes, type IndexDeclarations } from './indexes.ts';
export { mongoPlugin, type MongoPluginOptions } from './plugin.ts';
export { inTransaction, type TransactionLimits } from './transaction.ts';
