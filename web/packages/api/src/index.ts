export * from './call';
export * from './problem';
export type { components } from './schema';
export * from './session';
