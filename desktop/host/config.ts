import { readFileSync } from 'node:fs';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

/** What the host is told at start; rendered by provisioning for a trial box. */
export const HostConfig = Type.Object(
  {
    listen: Type.Object({ host: Type.String(), port: Type.Integer({ minimum: 0, maximum: 65535 }) }, { additionalProperties: false }),
    box: Type.String({ description: 'Address of the box, offered on the sign-in page.' }),
    profiles: Type.String({ description: 'Folder with one profile a person, and the key files that stand in for a keychain beside it.' }),
    people: Type.Array(Type.Object({ name: Type.String({ pattern: '^[a-z][a-z0-9.-]{0,39}$' }), launchKeyFile: Type.String() }, { additionalProperties: false })),
    renderer: Type.String({ description: 'Folder of the built page.' }),
  },
  { additionalProperties: false },
);
export type HostConfig = Static<typeof HostConfig>;

export function readHostConfig(path: string): HostConfig {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (Value.Check(HostConfig, value)) return value;
  throw new Error(`${path}: ${Value.Errors(HostConfig, value)[0]?.instancePath ?? ''} does not fit`);
}
