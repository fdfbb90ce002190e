import { useFormat, useTimeWords, useUiText } from '@holdfast/ui';
import type { Conversation } from '../../ipc/index.ts';
import { calmName } from '../conversation/foreign-text.ts';
import { waitingFor } from './waiting.ts';

/** What a line of the list says, for the eye in pieces and for the ear as one sentence. */
export function useItemWords() {
  const { t } = useUiText();
  const format = useFormat();
  const time = useTimeWords();

  const name = (conversation: Conversation): string => calmName(conversation.name, 120) || t('inbox.unnamed');

  function preview({ last }: Conversation): string {
    if (!last) return t('inbox.kind.none');
    const { kind } = last.preview;
    const text = calmName(last.preview.text, 240);
    if (kind === 'text') return text;
    const word = t(`inbox.kind.${kind}`);
    return text === '' ? word : `${word}: ${text}`;
  }
  const author = ({ last }: Conversation): string => (last?.side === 'company' && last.preview.kind !== 'note' ? `${t('inbox.you')}: ` : '');
  const number = ({ account }: Conversation): string => (account ? t('inbox.as', { number: account.number ? `${account.number} (${account.label})` : account.label }) : '');

  /** Everything the line shows, in the order in which it matters. */
  function sentence(conversation: Conversation, ownerName: string | null, now: number): string {
    const waits = waitingFor(conversation.waitingSince, now);
    return [
      name(conversation),
      waits && t('inbox.waiting', { time: time.waited(waits.ms) }),
      conversation.unread > 0 && t('inbox.unread', { count: conversation.unread }, conversation.unread),
      conversation.attention > 0 && t('inbox.attention', { count: conversation.attention }, conversation.attention),
      conversation.mentioned && t('inbox.mentioned'),
      `${author(conversation)}${preview(conversation)}`,
      conversation.last && format.value.listTime(conversation.last.at, now),
      number(conversation),
      conversation.right === 'cover' && ownerName !== null && t('inbox.covering', { name: ownerName }),
      conversation.right === 'reader' && t('inbox.overlap'),
      conversation.draft !== null && t('inbox.draft'),
      conversation.muted && t('inbox.muted'),
      conversation.state === 'closed' && t('inbox.closed'),
    ].filter(Boolean).join(', ');
  }
  return { name, preview, author, number, sentence };
}
