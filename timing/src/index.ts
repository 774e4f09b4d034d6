export * from './units.ts';
export * from './probe.ts';
export * from './statistics.ts';
export * from './burst.ts';
export * from './kalman.ts';
export * from './clock-estimator.ts';
export * from './timeline.ts';
export * from './lead-time.ts';
