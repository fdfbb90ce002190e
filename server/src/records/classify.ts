import { noteEventType, type AccountId, type RecordDay, type UserId } from '@holdfast/contract';

/** One bridge, as far as telling its two sides apart goes. */
export type TallyBridge = {
  readonly bot: UserId;
  isGhost(userId: string): boolean;
  /** The network's id of the person behind a ghost. */
  remoteIdOf(ghost: string): string | null;
};

/** Whose conversation an event stands in. */
export type TallyPlace = { readonly bridge: TallyBridge | undefined; readonly accountId: AccountId | null; readonly serviceUserId: string | null; readonly loginId: string };

export type TallyEvent = {
  readonly type: string;
  readonly sender: string;
  readonly msgtype: string | null;
  readonly relation: string | null;
  /** What the gate made of it; null when it was none of its business. */
  readonly verdict: 'pass' | 'refuse' | 'note' | null;
};

export type TallyKind = Exclude<keyof RecordDay, 'day' | 'accountId' | 'media'>;
export type Tallied = { readonly kind: TallyKind; readonly media: boolean };

const messageTypes = new Set(['m.room.message', 'm.sticker', 'm.room.encrypted', 'm.poll.start', 'org.matrix.msc3381.poll.start']);
const mediaTypes = new Set(['m.image', 'm.video', 'm.audio', 'm.file']);

/** What one event counts as: exactly one kind. Pure; the same for an event just recorded and for one read back years later. */
export function classify(event: TallyEvent, { bridge, serviceUserId, loginId }: TallyPlace): Tallied {
  const plain = (kind: TallyKind): Tallied => ({ kind, media: false });
  if (!bridge || event.sender === bridge.bot || event.type.startsWith('com.beeper.')) return plain('technical');
  if (event.verdict === 'refuse') return plain('refused');
  if (event.type === noteEventType) return plain('notes');
  if (event.relation === 'redaction') return plain('deletions');
  if (event.type === 'm.reaction') return plain('reactions');
  if (!messageTypes.has(event.type)) return plain('other');
  if (event.relation === 'edit') return plain('edits');
  const media = event.type === 'm.sticker' || (event.msgtype !== null && mediaTypes.has(event.msgtype));
  if (bridge.isGhost(event.sender)) {
    const own = bridge.remoteIdOf(event.sender) === loginId;
    return { kind: own ? 'sentFromHandset' : 'received', media };
  }
  // The bridge speaks as the service user too: what was typed on the handset. The gate decides only about what the box sends.
  return { kind: event.sender === serviceUserId && event.verdict === null ? 'sentFromHandset' : 'sentFromBox', media };
}
