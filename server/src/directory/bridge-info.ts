import type { LoginId } from '@holdfast/contract';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** Content of `m.bridge` as bridgev2 writes it (mautrix-go, event/state.go BridgeEventContent). */
const BridgeInfo = Type.Object({
  bridgebot: Type.String(),
  channel: Type.Object({
    id: Type.String({ minLength: 1 }),
    displayname: Type.Optional(Type.String()),
    'fi.mau.receiver': Type.Optional(Type.String()),
  }),
  'com.beeper.room_type': Type.Optional(Type.String()),
  'com.beeper.room_type.v2': Type.Optional(Type.String()),
});

export type DeclaredPortal = {
  readonly remoteId: string;
  /** Whose conversation it is; null from a bridge that does not split portals. */
  readonly loginId: LoginId | null;
  readonly name: string | null;
  readonly direct: boolean;
};

/** What a bridge declares about a room; null when it declares no conversation (a space, or nothing we understand). */
export function readBridgeInfo(content: unknown, bot: string): DeclaredPortal | null {
  if (!Value.Check(BridgeInfo, content) || content.bridgebot !== bot) return null;
  if (content['com.beeper.room_type.v2'] === 'space') return null;
  return {
    remoteId: content.channel.id,
    loginId: (content.channel['fi.mau.receiver'] || null) as LoginId | null,
    name: content.channel.displayname || null,
    direct: content['com.beeper.room_type'] === 'dm' && content['com.beeper.room_type.v2'] !== 'group_dm',
  };
}
