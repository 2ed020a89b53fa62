export * from './list/page';
export * from './meta';
export * from './print';
export * from './query';
export * from './registry';
export * from './session';
