import { en } from './messages/en.ts';

/** The message for what the box or the network answered to whoever wants to write first. Pure. */
export const refusalKey = (code: string): string => `starting.errors.${Object.hasOwn(en.starting.errors, code) ? code : 'other'}`;
