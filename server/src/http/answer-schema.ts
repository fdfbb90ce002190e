import type { FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

type Shape = (value: unknown) => unknown;
type Schema = TSchema & {
  anyOf?: Schema[];
  type?: string;
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};

/**
 * What leaves is what the route's schema names and nothing else, so that a new column never becomes a new field by
 * accident; what the schema requires and the service forgot is a bug and not a hole. Shapes are plain functions made
 * when a route first answers: generated code for every route would cost the box more memory than all of its data.
 */
export const compileAnswer: FastifySerializerCompiler<TSchema> = ({ schema }) => {
  let shape: Shape | undefined;
  return (value: unknown) => JSON.stringify((shape ??= shapeOf(schema))(value)) ?? 'null';
};

function shapeOf(schema: Schema): Shape {
  if (schema.anyOf) return shapeOfUnion(schema.anyOf);
  if (schema.properties) return shapeOfObject(schema.properties, new Set(schema.required));
  if (schema.items) {
    const item = shapeOf(schema.items);
    return (value) => (Array.isArray(value) ? value.map(item) : value);
  }
  return (value) => value;
}

function shapeOfObject(properties: Readonly<Record<string, Schema>>, required: ReadonlySet<string>): Shape {
  const fields = Object.entries(properties).map(([name, schema]) => ({ name, shape: shapeOf(schema), isRequired: required.has(name) }));
  return (value) => {
    if (typeof value !== 'object' || value === null) throw new TypeError('an answer is not the object that its schema names');
    const shaped: Record<string, unknown> = {};
    for (const { name, shape, isRequired } of fields) {
      const field = (value as Record<string, unknown>)[name];
      if (field !== undefined) shaped[name] = shape(field);
      else if (isRequired) throw new TypeError(`an answer lacks the field ${name} that its schema requires`);
    }
    return shaped;
  };
}

/** Null, or the variant told by its constants (`type`, `kind`), or else the first that fits. */
function shapeOfUnion(schemas: readonly Schema[]): Shape {
  const variants = schemas
    .filter(({ type }) => type !== 'null')
    .map((schema) => ({ schema, shape: shapeOf(schema), constants: Object.entries(schema.properties ?? {}).filter(([, { const: fixed }]) => fixed !== undefined) }));
  const [only] = variants;
  if (variants.length === 1 && only) return (value) => (value === null ? null : only.shape(value));
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const told = variants.filter(({ constants }) => constants.length > 0 && constants.every(([name, schema]) => (value as Record<string, unknown>)[name] === schema.const));
    const variant = told.length === 1 ? told[0] : variants.find(({ schema }) => Value.Check(schema, value));
    if (!variant) throw new TypeError('an answer fits none of the shapes that its schema allows');
    return variant.shape(value);
  };
}
