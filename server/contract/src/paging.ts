import { Type } from 'typebox';
import { nullable } from './shape.ts';

/** How long lists are asked for page by page. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  after: Type.Optional(Type.String({ maxLength: 300, description: '`next` of the page before.' })),
};
export const pageNext = { next: nullable(Type.String({ description: 'Pass it as `after` for the next page; null when this was the last.' })) };
