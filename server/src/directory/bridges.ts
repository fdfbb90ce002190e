import type { BridgeConnection, BridgeId, UserId } from '@holdfast/contract';
import { AppError } from '../kernel/index.ts';

/** One bridge of the box, as far as who is who depends on it. */
export type KnownBridge = {
  readonly id: BridgeId;
  readonly network: string;
  readonly bot: UserId;
  readonly linkable: boolean;
  isGhost(userId: string): boolean;
  /** The network's id of a ghost; null for anybody else. */
  remoteIdOf(userId: string): string | null;
  /** The ghost of somebody on the network, by the network's id; null where it does not follow from the configuration. */
  ghostOf(remoteId: string): UserId | null;
};

export type KnownBridges = {
  readonly all: readonly KnownBridge[];
  /** Throws UNKNOWN_BRIDGE. */
  get(bridgeId: string, field?: string): KnownBridge;
  find(bridgeId: string): KnownBridge | undefined;
  ofBot(userId: string): KnownBridge | undefined;
};

type Connection = Pick<BridgeConnection, 'id' | 'network' | 'botUserId' | 'ghostUserIdPattern' | 'provisioningSecretFile'>;

/** Pure: the bridges of the configuration, ready to be asked. */
export function knownBridges(connections: readonly Connection[]): KnownBridges {
  const all = connections.map(knownBridge);
  const byId = new Map<string, KnownBridge>(all.map((bridge) => [bridge.id, bridge]));
  const byBot = new Map<string, KnownBridge>(all.map((bridge) => [bridge.bot, bridge]));
  return {
    all,
    find: (bridgeId) => byId.get(bridgeId),
    ofBot: (userId) => byBot.get(userId),
    get(bridgeId, field) {
      const bridge = byId.get(bridgeId);
      if (bridge) return bridge;
      const known = all.map(({ id }) => id).join(', ') || 'none';
      throw new AppError('UNKNOWN_BRIDGE', `no bridge ${bridgeId} on this box; it has ${known}`, field === undefined ? {} : { field });
    },
  };
}

function knownBridge(connection: Connection): KnownBridge {
  const pattern = new RegExp(connection.ghostUserIdPattern);
  const bot = connection.botUserId as UserId;
  const isGhost = (userId: string) => userId !== bot && pattern.test(userId);
  const around = literalsAround(connection.ghostUserIdPattern);
  function remoteIdOf(userId: string): string | null {
    if (!isGhost(userId)) return null;
    const localpart = userId.slice(1, userId.indexOf(':'));
    const encoded = pattern.exec(userId)?.[1] ?? localpart.slice(localpart.indexOf('_') + 1);
    return decodeLocalpart(encoded);
  }
  return {
    id: connection.id as BridgeId,
    network: connection.network,
    bot,
    linkable: connection.provisioningSecretFile !== null,
    isGhost,
    remoteIdOf,
    ghostOf(remoteId) {
      if (!around) return null;
      const userId = `${around.before}${encodeLocalpart(remoteId)}${around.after}`;
      return remoteIdOf(userId) === remoteId ? (userId as UserId) : null;
    },
  };
}

/** Undoes mautrix's escaping of ids in Matrix local parts: `=xx` is a byte, `_x` an upper-case letter, `__` an underscore. */
export function decodeLocalpart(encoded: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at += 1) {
    const here = encoded[at] as string;
    const hex = encoded.slice(at + 1, at + 3);
    if (here === '=' && /^[0-9a-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else if (here === '_' && /^[a-z_]$/.test(encoded[at + 1] ?? '')) {
      bytes.push(...Buffer.from((encoded[at + 1] as string).toUpperCase()));
      at += 1;
    } else {
      bytes.push(...Buffer.from(here));
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

/** The other way round, as mautrix does it: what a local part cannot hold is `=xx`, an upper-case letter `_x`. */
function encodeLocalpart(id: string): string {
  return [...Buffer.from(id, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Z_]/.test(character)) return `_${character.toLowerCase()}`;
      return /[a-z0-9.+-]/.test(character) ? character : `=${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

/** What stands before and after the network's id in a pattern of the form `^@prefix.+:server$`; null for any other. */
function literalsAround(pattern: string): { before: string; after: string } | null {
  const [, before, after] = /^\^((?:[^\\.*+?()[\]{}|^$]|\\.)*)(?:\.\+|\(\.\+\))((?:[^\\.*+?()[\]{}|^$]|\\.)*)\$$/.exec(pattern) ?? [];
  if (before === undefined || after === undefined) return null;
  const plain = (escaped: string) => escaped.replaceAll(/\\(.)/g, '$1');
  return { before: plain(before), after: plain(after) };
}
