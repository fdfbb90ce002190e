import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { AppError } from '../kernel/index.ts';

type Fault = ReturnType<ReturnType<typeof Compile>['Errors']>[number];

/**
 * Checks what comes in against the route's schema and turns the first fault into words a person can act on: which field,
 * and which values it may have. Query and path values arrive as text and are converted; bodies are taken as they are.
 */
export const compileInput: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let compiled: ReturnType<typeof Compile> | undefined;
  return (input: unknown) => {
    const checker = (compiled ??= Compile(schema)); // when a route is first asked: most never are, and each costs memory
    const value = httpPart === 'body' ? input : Value.Default(schema, Value.Convert(schema, input));
    if (checker.Check(value)) return { value };
    return { error: explain(schema, value, checker.Errors(value), httpPart) };
  };
};

/** One refusal out of a list of faults. Exported for its test. */
export function explain(schema: TSchema, value: unknown, faults: readonly Fault[], part = 'body', above = ''): AppError {
  const chosen = chosenVariant(schema, value);
  if (chosen) {
    return explain(chosen, value, Compile(chosen).Errors(value), part, above);
  }
  // A fault inside a union is only one of the ways it could have been right: speak of the union as a whole.
  const union = faults.find((fault) => fault.keyword === 'anyOf' && !faults.some((other) => other.keyword === 'anyOf' && isBelow(fault, other)));
  const first = faults.find((fault) => !/\/anyOf\//.test(fault.schemaPath) && !(fault.keyword === 'boolean' && fault.message === 'schema is false'));
  const fault = first && first.keyword !== 'anyOf' ? first : (union ?? faults[0]);
  const where = part === 'body' || part === undefined ? '' : `${part} `;
  if (!fault) return new AppError('BAD_REQUEST', `${where}does not match its schema`);
  if (fault === union && union.instancePath !== '') {
    const inner = lookUp(schema, union.schemaPath) as TSchema | undefined;
    const within = lookUp(value, union.instancePath);
    if (inner && chosenVariant(inner, within)) return explain(inner, within, [], part, above + union.instancePath);
  }
  const { pointer: here, words } = describe(fault, faults, schema);
  const pointer = above + here;
  const subject = pointer === '' ? `the ${part ?? 'body'}` : `${where}${pointer}`;
  return new AppError('BAD_REQUEST', `${subject} ${words}`, { field: pointer });
}

function isBelow(inner: Fault, outer: Fault): boolean {
  return inner !== outer && inner.schemaPath.startsWith(`${outer.schemaPath}/anyOf/`);
}

function describe(fault: Fault, faults: readonly Fault[], schema: TSchema): { pointer: string; words: string } {
  const at = fault.instancePath;
  const params = fault.params as Record<string, unknown>;
  switch (fault.keyword) {
    case 'required': {
      const missing = (params['requiredProperties'] as string[])[0] ?? '';
      return { pointer: `${at}/${escape(missing)}`, words: 'is required' };
    }
    case 'additionalProperties': {
      const unknown = (params['additionalProperties'] as string[])[0] ?? '';
      const known = Object.keys((lookUp(schema, fault.schemaPath)?.['properties'] as object | undefined) ?? {});
      return { pointer: `${at}/${escape(unknown)}`, words: `is not known here${list(known)}` };
    }
    case 'const':
      return { pointer: at, words: `must be ${JSON.stringify(params['allowedValue'])}` };
    case 'enum':
      return { pointer: at, words: `must be one of ${(params['allowedValues'] as unknown[]).map((v) => JSON.stringify(v)).join(', ')}` };
    case 'boolean': // a key beside those that are known, found where no schema lists them
      return { pointer: at, words: 'is not known here' };
    case 'anyOf': {
      const told = toldApartBy(lookUp(schema, fault.schemaPath));
      if (told && !faults.some((other) => other.instancePath === at && other.keyword === 'type')) {
        return { pointer: `${at}/${escape(told.key)}`, words: `must be one of ${told.values.map((each) => JSON.stringify(each)).join(', ')}` };
      }
      const inside = faults.filter((other) => other.instancePath === at && other !== fault);
      const ways = inside.map((other) => wayOut(other)).filter((way) => way !== undefined);
      return { pointer: at, words: ways.length === 0 ? 'has none of the allowed shapes' : `must be ${[...new Set(ways)].join(' or ')}` };
    }
    default:
      return { pointer: at, words: fault.message };
  }
}

function wayOut(fault: Fault): string | undefined {
  const params = fault.params as Record<string, unknown>;
  if (fault.keyword === 'const') return JSON.stringify(params['allowedValue']);
  if (fault.keyword === 'type') return `of type ${String(params['type'])}`;
  return fault.message.startsWith('must ') ? fault.message.slice(5).replace(/^be /, '') : undefined;
}

const list = (known: readonly string[]) => (known.length === 0 ? '' : `; known are ${known.join(', ')}`);
const escape = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

function lookUp(from: unknown, path: string): Record<string, unknown> | undefined {
  let here: unknown = from;
  for (const key of path.split('/').slice(1)) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return typeof here === 'object' && here !== null ? (here as Record<string, unknown>) : undefined;
}

type ObjectShape = { properties?: Record<string, { const?: unknown }> };

/** The key whose constant tells the variants of a union of objects apart, and the constants it may have. */
function toldApartBy(schema: TSchema | undefined): { key: string; values: unknown[] } | undefined {
  const variants = (schema as { anyOf?: (TSchema & ObjectShape)[] } | undefined)?.anyOf ?? [];
  const key = Object.keys(variants[0]?.properties ?? {}).find((candidate) => variants.every(({ properties }) => 'const' in (properties?.[candidate] ?? {})));
  return key === undefined ? undefined : { key, values: variants.map(({ properties }) => properties?.[key]?.const) };
}

/** For a union of objects told apart by a constant (`method`, `kind`): the variant the caller meant, if it exists. */
function chosenVariant(schema: TSchema, value: unknown): TSchema | undefined {
  const variants = (schema as { anyOf?: (TSchema & ObjectShape)[] }).anyOf;
  if (!variants || typeof value !== 'object' || value === null) return undefined;
  const given = value as Record<string, unknown>;
  const matching = variants.filter((variant) => {
    const constants = Object.entries(variant.properties ?? {}).filter(([, shape]) => 'const' in shape);
    return constants.length > 0 && constants.every(([key, shape]) => given[key] === shape.const);
  });
  return matching.length === 1 ? matching[0] : undefined;
}
