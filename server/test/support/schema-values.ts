import fc from 'fast-check';

/** JSON Schema as routes use it. */
export type JsonSchema = {
  type?: string | string[]; anyOf?: JsonSchema[]; const?: unknown; enum?: unknown[]; pattern?: string; minLength?: number; maxLength?: number; minimum?: number; maximum?: number;
  items?: JsonSchema; minItems?: number; maxItems?: number; uniqueItems?: boolean; properties?: Record<string, JsonSchema>; required?: string[]; minProperties?: number;
  patternProperties?: Record<string, JsonSchema>; additionalProperties?: boolean | JsonSchema;
};
/** Ids that exist, by the pattern of their schema. */
export type KnownIds = (pattern: string) => readonly string[];

/** What a schema allows; an id is mostly one that exists, so that requests get past the first look-up. */
export function validFor(schema: JsonSchema, known: KnownIds, depth = 0): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => validFor(each, known, depth)));
  if (schema.properties) return objectFor(schema, known, depth);
  if (schema.patternProperties) return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), validFor(Object.values(schema.patternProperties)[0] ?? {}, known, depth + 1), { maxKeys: 3 });
  switch (schema.type) {
    case 'string':
      return stringFor(schema, known);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -5, max: schema.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const size = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 4, Math.max(4, schema.minItems ?? 0)) };
      const item = validFor(schema.items ?? {}, known, depth + 1);
      return schema.uniqueItems ? fc.uniqueArray(item, { ...size, selector: (value) => JSON.stringify(value) }) : fc.array(item, size);
    }
    case 'object':
      return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectFor({ properties = {}, required = [] }: JsonSchema, known: KnownIds, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, validFor(schema, known, depth + 1)]));
  return fc.record(fields, { requiredKeys: required });
}

const nasty = ["'; DROP TABLE person; --", '<script>alert(1)</script>', '../../etc/passwd', '%00', '🦆'.repeat(20), '‮محمد', '${7*7}', 'NaN', '-1', '1e400', ' ', '\u00a0', '__proto__'];

function stringFor({ pattern, minLength = 0, maxLength = 300 }: JsonSchema, known: KnownIds): fc.Arbitrary<string> {
  const most = Math.min(maxLength, 300);
  if (pattern === undefined) return fc.oneof(fc.string({ minLength, maxLength: most, unit: 'grapheme' }), fc.constantFrom(...nasty)).filter(({ length }) => length >= minLength && length <= maxLength);
  const made = fc.stringMatching(new RegExp(pattern), { size: 'small' }).filter(({ length }) => length >= minLength && length <= maxLength);
  const existing = known(pattern);
  return existing.length === 0 ? made : fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...existing) }, { weight: 1, arbitrary: made });
}

const junk = fc.oneof(fc.constantFrom<unknown>(null, true, -1, 1e308, '', [], {}, [[[]]], { $ne: null }, 'x'.repeat(3000), 2 ** 53, 0.5, '\u0000', '\ud800'), fc.constantFrom(...nasty), fc.jsonValue({ maxDepth: 2 }));

/** Something near what the schema allows, and mostly not allowed: a field more, a field less, a field of another kind. */
export function brokenFor(schema: JsonSchema, known: KnownIds): fc.Arbitrary<unknown> {
  const whole = fc.oneof(junk, fc.constant(undefined));
  if (!schema.properties || Object.keys(schema.properties).length === 0) return fc.oneof(whole, fc.constant({ surplus: 1 }));
  const names = Object.keys(schema.properties);
  const near = fc.tuple(validFor(schema, known), fc.constantFrom(...names), junk, fc.constantFrom('replace', 'drop', 'add', 'proto')).map(([value, name, wrong, how]) => {
    const copy: Record<string, unknown> = { ...(value as object) };
    if (how === 'replace') copy[name] = wrong;
    else if (how === 'drop') delete copy[name];
    else if (how === 'add') copy['surplus'] = wrong;
    else return JSON.parse(`{"__proto__":{"admin":true},"constructor":1,${JSON.stringify(copy).slice(1).replace(/^\}$/, '"a":1}')}`) as unknown;
    return copy;
  });
  return fc.oneof({ weight: 5, arbitrary: near }, { weight: 1, arbitrary: whole });
}
