export * from './random.ts';
export * from './network.ts';
export * from './clock-run.ts';
