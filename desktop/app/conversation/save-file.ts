import { useToasts, useUiText } from '@holdfast/ui';
import type { EventId, RoomId } from '@holdfast/contract';
import { useBoxApi } from '../host/box-api.ts';
import { calmName } from './foreign-text.ts';

/** Saves a file of a message where the person says; in the browser host the page downloads it itself. */
export function useSaveFile(): (roomId: RoomId, eventId: EventId, name: string) => Promise<void> {
  const api = useBoxApi();
  const { show } = useToasts();
  const { t } = useUiText();
  return async (roomId, eventId, name) => {
    const suggestedName = calmName(name, 200).replace(/[/\\:*?"<>|]/gu, '_') || 'file';
    try {
      const { saved, url } = await api.saveFile({ roomId, eventId, suggestedName });
      if (url !== null) {
        const link = document.createElement('a');
        link.href = url;
        link.download = suggestedName;
        link.click();
      }
      if (saved) show({ text: t('conversation.body.saved', { name: suggestedName }), tone: 'done' });
    } catch {
      show({ text: t('conversation.body.saveFailed', { name: suggestedName }), tone: 'failed' });
    }
  };
}
