import { Type, type TSchema } from 'typebox';

/** Our own objects refuse what they do not know: a misspelt key is an error, not silence. */
export const strict = { additionalProperties: false } as const;

/** For what must not happen twice when an answer got lost. */
export const idempotencyKey = Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$', description: 'Made by the caller; a repeat of the request is the same change.' });

/** Grows with every change. A change that names an older one is refused with CHANGED_MEANWHILE. */
export const version = Type.Integer({ minimum: 1, description: 'Grows with every change.' });

export const nullable = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()]);
