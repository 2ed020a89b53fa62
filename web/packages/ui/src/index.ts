export * from './combobox';
export * from './field';
export * from './grid';
export * from './overlay';
export * from './preference';
export * from './sheet-box';
export * from './toast';
