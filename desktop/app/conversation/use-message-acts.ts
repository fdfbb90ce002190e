import { useToasts, useUiText } from '@holdfast/ui';
import type { EventId, RoomId } from '@holdfast/contract';
import type { Outgoing, TimelineItem } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';
import { wordsOf } from './message-actions.ts';
import { reasonKey } from './send-words.ts';

/** Acts on messages that need no question first. A refusal is said once, in a toast that stays. */
export function useMessageActs(roomId: RoomId) {
  const api = useBoxApi();
  const { show } = useToasts();
  const { t } = useUiText();

  function refused(failure: unknown): string {
    const code = codeOf(failure);
    show({ text: t('conversation.action.failed', { reason: t(reasonKey(code), { code }) }), tone: 'failed' });
    return code;
  }
  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => act().then(() => true, (failure: unknown) => (refused(failure), false));
  const send = (outgoing: Outgoing): Promise<boolean> => attempt(() => api.send({ roomId, outgoing }));

  return {
    async react(item: TimelineItem, key: string): Promise<void> {
      if (item.eventId === null) return;
      const mine = item.reactions.find((reaction) => reaction.key === key)?.mine;
      await (mine ? send({ kind: 'redaction', target: mine }) : send({ kind: 'reaction', target: item.eventId, key }));
    },
    vote: (poll: EventId, options: string[]): Promise<boolean> => send({ kind: 'vote', poll, options }),
    remove: (eventId: EventId): Promise<boolean> => send({ kind: 'redaction', target: eventId }),
    withdraw: (eventId: EventId, reason: string): Promise<boolean> => attempt(() => api.withdrawMessage({ roomId, eventId, ...(reason === '' ? {} : { reason }) })),
    retry: (localId: string): Promise<boolean> => attempt(() => api.retrySend({ localId })),
    cancel: (localId: string): Promise<boolean> => attempt(() => api.cancelSend({ localId })),
    async decide(item: TimelineItem, decision: 'send' | 'discard'): Promise<string | null> {
      if (item.eventId === null) return 'NOT_FOUND';
      try {
        await api.decideDelivery({ eventId: item.eventId, decision });
        return null;
      } catch (failure) {
        return codeOf(failure);
      }
    },
    async copy(item: TimelineItem): Promise<void> {
      await navigator.clipboard.writeText(wordsOf(item)).then(() => show({ text: t('conversation.action.copied'), tone: 'done', forMs: 2_000 }), () => undefined);
    },
  };
}
