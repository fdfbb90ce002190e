export * from './control-plane-config.ts';
