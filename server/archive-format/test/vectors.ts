import { readFileSync } from 'node:fs';

/** A committed vector, which Go reads as well. */
export const vector = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T;
export const unhex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
export const unbase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
