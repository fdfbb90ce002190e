import { Type, type TSchema } from 'typebox';

/** Our own objects refuse what they do not know: a misspelt key is an error, not silence. */
export const strict = { additionalProperties: false } as const;

export const nullable = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()]);
