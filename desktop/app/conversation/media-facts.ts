import type { IconName } from '@holdfast/ui';
import type { MediaPart } from '../../ipc/index.ts';

const most = { width: 360, height: 320 };
const least = 96;

/**
 * The box a picture or video will fill, before any of it is here: from what its sender said of its size. A size that nobody
 * said, or that is no size, gets a square; one out of all proportion is cut to what a conversation can hold.
 */
export function reservedBox({ width, height }: Pick<MediaPart, 'width' | 'height'>): { width: number; height: number } {
  if (width === null || height === null || !(width > 0) || !(height > 0)) return { width: 240, height: 240 };
  const scale = Math.min(most.width / width, most.height / height, 1);
  return { width: Math.max(least, Math.round(width * scale)), height: Math.max(least, Math.round(height * scale)) };
}

const byType: readonly (readonly [RegExp, IconName])[] = [
  [/^image\//u, 'image'],
  [/^video\//u, 'file-video'],
  [/^audio\//u, 'file-audio'],
  [/zip|compressed|tar|rar|7z/u, 'file-archive'],
  [/pdf|msword|document|sheet|presentation|^text\//u, 'file-text'],
];

export const fileIcon = (mimeType: string): IconName => byType.find(([pattern]) => pattern.test(mimeType))?.[1] ?? 'file';

/** 48 bars of 0…1 from whatever the sender gave; even ones where nothing was given. */
export function peaksOf(waveform: readonly number[], bars = 48): number[] {
  if (waveform.length === 0) return Array.from({ length: bars }, () => 0.35);
  const loudest = Math.max(...waveform, 1);
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * waveform.length) / bars);
    const until = Math.max(from + 1, Math.floor(((bar + 1) * waveform.length) / bars));
    return Math.max(0.08, Math.min(1, Math.max(...waveform.slice(from, until).map((value) => Math.max(0, value)), 0) / loudest));
  });
}
