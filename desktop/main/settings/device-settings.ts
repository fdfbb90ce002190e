import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { defaultSettings, type Settings } from '../../ipc/index.ts';
import type { KeyVault } from '../ports.ts';
import { knownSettings } from './known-settings.ts';

const DeviceSettings = Type.Object({ settings: Type.Unknown(), lastBox: Type.Union([Type.String(), Type.Null()]), lastName: Type.Union([Type.String(), Type.Null()]) });
export type DeviceSettings = Static<typeof DeviceSettings> & { readonly settings: Settings };

const none: DeviceSettings = { settings: defaultSettings, lastBox: null, lastName: null };

/** How the app looks before anybody signed in, and where they signed in last. Sealed like the session: a box's address is nobody else's business. */
export function createDeviceSettings(directory: string, vault: KeyVault) {
  const path = join(directory, 'device.sealed');
  let kept: DeviceSettings = read();

  function read(): DeviceSettings {
    if (!existsSync(path)) return none;
    try {
      const value: unknown = JSON.parse(Buffer.from(vault.open(new Uint8Array(readFileSync(path)))).toString('utf8'));
      return Value.Check(DeviceSettings, value) ? { ...value, settings: knownSettings(value.settings, defaultSettings) } : none;
    } catch {
      return none; // sealed elsewhere or damaged: nothing here is worth a refusal
    }
  }

  return {
    now: (): DeviceSettings => kept,
    change(wanted: Partial<DeviceSettings>): void {
      kept = { ...kept, ...wanted };
      if (!vault.isAvailable()) return;
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, vault.seal(new Uint8Array(Buffer.from(JSON.stringify(kept), 'utf8'))), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}
export type DeviceSettingsFile = ReturnType<typeof createDeviceSettings>;
