import { inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { MediaPart, RoomFeatures, RoomView, TimelineItem } from '../../ipc/index.ts';
import type { MessageAction } from './message-actions.ts';
import type { SendSurroundings } from './send-words.ts';

/** What every message of a pane needs of its conversation, so that it is not handed down through each part by part. */
export type ConversationContext = {
  readonly roomId: RoomId;
  readonly view: ComputedRef<RoomView | null>;
  readonly features: ComputedRef<RoomFeatures>;
  readonly mayWrite: ComputedRef<boolean>;
  readonly surroundings: ComputedRef<SendSurroundings>;
  readonly me: ComputedRef<UserId | null>;
  /** The message whose menu or reactions a key asked for; its row opens them and clears this. */
  readonly asked: Ref<{ readonly key: string; readonly what: 'menu' | 'react' } | null>;
  nameOf(userId: UserId): string;
  actionsOf(item: TimelineItem): MessageAction[];
  act(action: MessageAction, item: TimelineItem): void;
  /** Gives or takes back a reaction. */
  react(item: TimelineItem, key: string): Promise<void>;
  vote(poll: EventId, options: string[]): Promise<boolean>;
  save(eventId: EventId, media: MediaPart): void;
  /** Opens the viewer at a picture. */
  openViewer(item: TimelineItem): void;
  jumpTo(eventId: EventId): void;
  /** Resolves with the code of a refusal, or null. */
  decide(item: TimelineItem, decision: 'send' | 'discard'): Promise<string | null>;
  showReactions(item: TimelineItem): void;
  /** Puts the words of a refused message back into the field. */
  reuse(item: TimelineItem): void;
};

const key: InjectionKey<ConversationContext> = Symbol('conversation');
export const provideConversation = (context: ConversationContext): void => provide(key, context);

export function useConversation(): ConversationContext {
  const context = inject(key);
  if (!context) throw new Error('a message stands outside of a conversation');
  return context;
}
