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
  return {
    id: connection.id as BridgeId,
    network: connection.network,
    bot,
    linkable: connection.provisioningSecretFile !== null,
    isGhost,
    remoteIdOf(userId) {
      if (!isGhost(userId)) return null;
      const localpart = userId.slice(1, userId.indexOf(':'));
      const encoded = pattern.exec(userId)?.[1] ?? localpart.slice(localpart.indexOf('_') + 1);
      return decodeLocalpart(encoded);
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
