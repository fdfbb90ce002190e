import type { Conversation, RoomFeatures, SendState, TimelineItem } from '../../ipc/index.ts';

/** What one may do with a message. A name here is a verb on the screen (`conversation.action.<name>`). */
export const messageActions = ['reply', 'react', 'edit', 'correct', 'copy', 'save', 'versions', 'status', 'retry', 'cancel', 'delete', 'withdraw'] as const;
export type MessageAction = (typeof messageActions)[number];

export type ActionSurroundings = {
  readonly features: RoomFeatures;
  readonly right: Conversation['right'];
  readonly open: boolean;
  readonly now: number;
};

const local: readonly SendState[] = ['queued', 'uploading', 'unsent'];
/** Never reached the client, or nobody knows: the gate refuses whatever refers to it. */
const notAtClient: readonly SendState[] = ['refused', 'failed', 'cancelled', 'discarded', 'uncertain', 'needs-confirmation'];
const young = (item: TimelineItem, now: number, most: number | null): boolean => most === null || now - item.at <= most;

/** The words of a message, where it has any: what is copied, quoted and edited. */
export function wordsOf({ body }: TimelineItem): string {
  switch (body.kind) {
    case 'text': case 'note': case 'unsupported': case 'call': return body.text;
    case 'poll': return [body.question, ...body.options.map((option) => `• ${option.text}`)].join('\n');
    case 'location': return `${body.latitude}, ${body.longitude}`;
    case 'contact': return body.name;
    case 'deleted': return '';
    default: return body.caption?.text ?? '';
  }
}

/** What is offered on a message, in the order of the menu. What the network, the right, the age or the state forbids is not in it. */
export function actionsFor(item: TimelineItem, around: ActionSurroundings): MessageAction[] {
  const { features, right, open, now } = around;
  const { body, send } = item;
  const state = send?.state ?? null;
  const offered = new Set<MessageAction>();
  const isNote = body.kind === 'note';
  const isMessage = !isNote && body.kind !== 'deleted' && body.kind !== 'call';
  const mayWrite = open && right !== 'reader' && item.eventId !== null && isMessage;
  const isThere = mayWrite && (state === null || (!notAtClient.includes(state) && !local.includes(state)));

  if (isThere && features.reply) offered.add('reply');
  if (isThere && features.reaction) offered.add('react');
  if (isThere && features.edit && body.kind === 'text' && !body.emote && item.side === 'company' && young(item, now, features.editMaxAgeMs)) offered.add(item.own ? 'edit' : 'correct');
  if (wordsOf(item) !== '') offered.add('copy');
  if ('media' in body && item.eventId !== null) offered.add('save');
  if (item.edited && item.eventId !== null) offered.add('versions');
  if (send && !isNote) offered.add('status');
  if (item.localId !== null && state === 'unsent') offered.add('retry');
  if (item.localId !== null && state !== null && local.includes(state)) offered.add('cancel');
  const stillAtBox = state === 'waiting'; // taking it back there is the box's affair: no network is asked
  if (isThere && item.side === 'company' && (stillAtBox || (features.remove && young(item, now, features.removeMaxAgeMs)))) offered.add(item.own ? 'delete' : 'withdraw');
  return messageActions.filter((action) => offered.has(action));
}

/** Whether a reaction may be given: some networks know only a few, and each only one. */
export const mayReactWith = (key: string, { allowedReactions }: RoomFeatures): boolean => allowedReactions === null || allowedReactions.includes(key);
