import { Type, type TSchema } from 'typebox';

/** Our own objects refuse what they do not know: a misspelt key is an error, not silence. */
export const strict = { additionalProperties: false } as const;

export const nullable = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()]);

/** One of a fixed list of words, typed as exactly those (a mapped union alone loses its type). */
export const oneOf = <const Words extends readonly string[]>(words: Words, options: { description?: string } = {}) =>
  Type.Unsafe<Words[number]>(Type.Union(words.map((word) => Type.Literal(word)), options));
