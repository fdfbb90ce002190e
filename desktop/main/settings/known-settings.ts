import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Settings } from '../../ipc/index.ts';

/**
 * Settings as this version knows them: of what was written down, by an older version say, each that still fits is kept and
 * each that does not is as in `otherwise`. One strange value never costs the others. Pure.
 */
export const knownSettings = (written: unknown, otherwise: Settings): Settings => fitting(Settings.properties, written, otherwise) as Settings;

function fitting(properties: Readonly<Record<string, TSchema>>, written: unknown, otherwise: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (typeof written !== 'object' || written === null) return { ...otherwise };
  const found = new Map<string, unknown>(Object.entries(written));
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const value = found.get(name);
      if (Value.Check(schema, value)) return [name, value];
      const inner = 'properties' in schema ? (schema.properties as Record<string, TSchema>) : undefined;
      return [name, inner ? fitting(inner, value, otherwise[name] as Record<string, unknown>) : otherwise[name]];
    }),
  );
}
