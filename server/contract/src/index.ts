export * from './audit-actions.ts';
export * from './control-plane-config.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './permissions.ts';
export * from './stream-events.ts';
