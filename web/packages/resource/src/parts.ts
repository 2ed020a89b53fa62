/** What screens that are written by hand share with the pages of metadata. */
export * from './box';
export * from './download';
export * from './form-values';
export * from './live';
export { mistakeOf, plain } from './numbers';
export * from './record/detail';
export * from './record/head';
export * from './record/history';
export * from './record/more';
export * from './record/reference-link';
export * from './references';
export * from './today';
export * from './value';
