import { LineCounter, parseDocument, type Document } from 'yaml';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { ConfigError, type ConfigProblem } from './config-error.ts';

type SchemaNode = Record<string, unknown>;
type SchemaError = { keyword: string; schemaPath: string; instancePath: string; params: unknown; message: string };

/** A parsed file, with the means to say on which line something stands. */
export type YamlSource<T> = { value: T; lineOf: (path: readonly (string | number)[]) => number | null };

/**
 * Reads one of our own YAML files against its schema, filling in defaults. Throws ConfigError naming every wrong key
 * with the keys that are allowed there, and every wrong value with the values that are.
 */
export function readYaml<T extends TSchema>(file: string, text: string, schema: T): YamlSource<Static<T>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineOf = (path: readonly (string | number)[]) => findLine(document, lines, path);
  if (document.errors.length > 0) {
    throw new ConfigError(file, document.errors.map((error) => ({
      path: '',
      line: error.linePos?.[0].line ?? null,
      message: `not valid YAML: ${error.message.split('\n')[0] ?? error.code}`,
    })));
  }
  const value = fillDefaults(schema as unknown as SchemaNode, document.toJS() ?? {});
  if (!Value.Check(schema, value)) {
    throw new ConfigError(file, describeErrors(schema, value).map((problem) => ({ ...problem, line: lineOf(splitPath(problem.path)) })));
  }
  return { value, lineOf };
}

/** As TypeBox's own `Value.Default`, and also inside maps with free names, which that one leaves alone. */
function fillDefaults(schema: SchemaNode, given: unknown): unknown {
  const value = given === undefined ? structuredClone(schema['default']) : given;
  if (Array.isArray(value)) return value.map((item) => fillDefaults((schema['items'] ?? {}) as SchemaNode, item));
  if (value === null || typeof value !== 'object') return value;
  const properties = (schema['properties'] ?? {}) as Record<string, SchemaNode>;
  const [free] = Object.values((schema['patternProperties'] ?? {}) as Record<string, SchemaNode>);
  const filled: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    // `telegram:` with nothing after it means: with its defaults.
    const node = properties[key] ?? free;
    filled[key] = node ? fillDefaults(node, item === null && node['type'] === 'object' ? undefined : item) : item;
  }
  for (const [key, node] of Object.entries(properties)) {
    const item = key in filled ? undefined : fillDefaults(node, undefined);
    if (item !== undefined) filled[key] = item;
  }
  return filled;
}

function describeErrors(schema: TSchema, value: unknown): Omit<ConfigProblem, 'line'>[] {
  const problems = new Map<string, Omit<ConfigProblem, 'line'>>();
  for (const error of Value.Errors(schema, value) as Iterable<SchemaError>) {
    for (const problem of describeError(schema as unknown as SchemaNode, error)) {
      if (!problems.has(problem.path)) problems.set(problem.path, problem);
    }
  }
  return [...problems.values()];
}

function describeError(root: SchemaNode, error: SchemaError): Omit<ConfigProblem, 'line'>[] {
  const node = lookUp(root, error.schemaPath);
  const path = readablePath(error.instancePath);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties':
      return (params['additionalProperties'] as string[]).map((key) => ({ path: joinPath(path, key), message: unknownKey(node) }));
    case 'required':
      return (params['requiredProperties'] as string[]).map((key) => ({ path: joinPath(path, key), message: `is missing${explain(propertyOf(node, key))}` }));
    case 'boolean':
    case 'const':
      return []; // the additionalProperties or anyOf error of the same place says it better
    case 'anyOf':
      return [{ path, message: `must be ${allowedValues(node)}` }];
    default:
      return [{ path, message: `${error.message}${explain(node)}` }];
  }
}

function unknownKey(node: SchemaNode): string {
  const properties = node['properties'] as Record<string, unknown> | undefined;
  if (properties) return `is not a known key; allowed here: ${Object.keys(properties).join(', ')}`;
  const patterns = Object.keys((node['patternProperties'] as Record<string, unknown> | undefined) ?? {});
  return `is not an allowed name; names here match ${patterns.join(' or ')}`;
}

/** Says which values a schema accepts, in words a person can act on. */
export function allowedValues(node: SchemaNode): string {
  const options = node['anyOf'] as SchemaNode[] | undefined;
  if (options) return `one of ${options.map((option) => ('const' in option ? String(option['const']) : allowedValues(option))).join(', ')}`;
  if (node['type'] === 'object' && node['properties']) return `a map with ${Object.keys(node['properties']).join(', ')}`;
  if (node['type'] === 'integer' && typeof node['minimum'] === 'number' && typeof node['maximum'] === 'number') return `a whole number from ${node['minimum']} to ${node['maximum']}`;
  if (typeof node['pattern'] === 'string') return `text that matches ${node['pattern']}`;
  return typeof node['type'] === 'string' ? `a ${node['type']}` : 'a value';
}

function explain(node: SchemaNode | undefined): string {
  return node === undefined ? '' : `; it is ${allowedValues(node)}`;
}

function propertyOf(node: SchemaNode, key: string): SchemaNode | undefined {
  return (node['properties'] as Record<string, SchemaNode> | undefined)?.[key];
}

function lookUp(root: SchemaNode, pointer: string): SchemaNode {
  let node: unknown = root;
  for (const part of pointer.replace(/^#\/?/, '').split('/').filter((piece) => piece !== '')) {
    node = (node as Record<string, unknown>)[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return (node ?? {}) as SchemaNode;
}

const readablePath = (pointer: string) => pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
const joinPath = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);
export const splitPath = (path: string) => path.split('.').filter((part) => part !== '').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

function findLine(document: Document, lines: LineCounter, path: readonly (string | number)[]): number | null {
  // A missing key has no place of its own: the nearest map around it is named.
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) return lines.linePos(range[0]).line;
  }
  return null;
}
