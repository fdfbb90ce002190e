/** What every room may rely on: time, ids, errors, actors, secrets. Pure; imports nothing but the contract. */
export * from './actor.ts';
export * from './app-error.ts';
export * from './clock.ts';
export * from './ids.ts';
export * from './log.ts';
export * from './news.ts';
export * from './pacer.ts';
export * from './secret.ts';
export * from './version.ts';
export * from './wake-up.ts';
