import { shallowReactive } from 'vue';
import { defineStore } from 'pinia';
import { useToasts, useUiText } from '@holdfast/ui';
import type { EventId, RoomId } from '@holdfast/contract';
import type { MediaPart } from '../../ipc/index.ts';
import { useBoxApi } from '../host/box-api.ts';
import { mediaUrl } from '../host/media-url.ts';
import { calmName } from './foreign-text.ts';

/** Files on their way from the box, by source; how far each is (0…1), or null before anybody knows. */
export const useDownloadsStore = defineStore('downloads', () => {
  const api = useBoxApi();
  const { show } = useToasts();
  const { t } = useUiText();
  const running = shallowReactive(new Map<string, number | null>());
  const cancelled = new Set<string>();
  api.subscribe((push) => {
    if (push.push === 'download.progress' && running.has(push.source)) running.set(push.source, push.share);
  });

  /** Saves a file of a message where the person says; in the browser host the page downloads it itself. */
  async function save(roomId: RoomId, eventId: EventId, media: MediaPart): Promise<void> {
    if (running.has(media.source)) return;
    const name = calmName(media.name, 200).replace(/[/\\:*?"<>|]/gu, '_') || 'file';
    running.set(media.source, null);
    try {
      const { saved, source } = await api.saveFile({ roomId, eventId, suggestedName: name });
      if (source !== null) Object.assign(document.createElement('a'), { href: mediaUrl(source), download: name }).click();
      if (saved) show({ text: t('conversation.body.saved', { name }), tone: 'done' });
    } catch {
      if (!cancelled.has(media.source)) show({ text: t('conversation.body.saveFailed', { name }), tone: 'failed', action: { label: t('conversation.tryAgain'), run: () => void save(roomId, eventId, media) } });
    } finally {
      running.delete(media.source);
      cancelled.delete(media.source);
    }
  }

  async function cancel(source: string): Promise<void> {
    cancelled.add(source);
    await api.cancelDownload({ source }).catch(() => undefined); // it had arrived, or the app was locked meanwhile
  }

  return { running, save, cancel };
});
