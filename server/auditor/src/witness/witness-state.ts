import { emptyRoot, parseVerifierKey, type WatchedLog } from '@holdfast/archive-format';
import { AuditorError } from '../auditor-error.ts';
import { readIfThere, writeWhole } from '../files.ts';
import { asList, asNumber, asRecord, asText } from '../reading/index.ts';

/**
 * What a witness must never forget: of each log, the last head that it cosigned. One file, on the disk before a cosignature
 * leaves. A file that is damaged or was set back stops the witness: it never guesses what it has seen.
 */
export type WitnessState = { log(origin: string): WatchedLog | undefined; origins(): string[]; watch(vkey: string): void; advance(origin: string, from: number, head: { size: number; root: Uint8Array }): boolean };

const version = 'holdfast.witness/state/v1';

export function openWitnessState(path: string): WitnessState {
  let logs = read(path);
  const write = (next: Map<string, WatchedLog>): void => {
    const written = [...next].map(([origin, { vkeys, size, root }]) => ({ origin, vkeys, size, root: Buffer.from(root).toString('base64') }));
    writeWhole(path, `${JSON.stringify({ version, logs: written }, null, 2)}\n`);
    logs = next;
  };
  return {
    log: (origin) => logs.get(origin),
    origins: () => [...logs.keys()],
    /** From its first head on; a log that is watched already gets the key besides. */
    watch(vkey) {
      const key = parseVerifierKey(vkey);
      if (key?.type !== 1) throw new AuditorError('USAGE', `${JSON.stringify(vkey)} is no key of a log`, 'It looks like name+1234abcd+Base64, in one line.');
      const known = logs.get(key.name);
      write(new Map(logs).set(key.name, { vkeys: [...new Set([...(known?.vkeys ?? []), vkey])], size: known?.size ?? 0, root: known?.root ?? emptyRoot }));
    },
    /** False when the head is no longer `from`: somebody else was faster. */
    advance(origin, from, { size, root }) {
      const known = logs.get(origin);
      if (known?.size !== from) return false;
      write(new Map(logs).set(origin, { ...known, size, root }));
      return true;
    },
  };
}

function read(path: string): Map<string, WatchedLog> {
  const file = readIfThere(path);
  if (!file) return new Map();
  const wrong = (field: string): AuditorError => new AuditorError('FILE_UNREADABLE', `${path}: field "${field}" is missing or wrong`, 'The witness does not start: it would cosign what it may have refused. Put the newest backup back, or begin with a new key and a new file and tell those whose policy names this witness.');
  let said: Readonly<Record<string, unknown>>;
  try {
    said = asRecord(JSON.parse(file.toString('utf8')));
  } catch {
    throw wrong('(whole)');
  }
  if (said['version'] !== version) throw wrong('version');
  return new Map(
    asList(said['logs']).map((each, n) => {
      const log = asRecord(each);
      const [origin, size, root, vkeys] = [asText(log['origin']), asNumber(log['size']), Buffer.from(asText(log['root']) ?? '', 'base64'), asList(log['vkeys']).map((vkey) => asText(vkey) ?? '')];
      if (origin === null || size === null || root.length !== 32 || vkeys.length === 0 || vkeys.some((vkey) => parseVerifierKey(vkey)?.name !== origin)) throw wrong(`logs[${n}]`);
      return [origin, { vkeys, size, root }] as const;
    }),
  );
}
