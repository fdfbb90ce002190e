import { Handover } from '@holdfast/contract';
import type { BoxApi } from './box-api.ts';

const pollMs = 300;

/**
 * Follows a handover until it has ended, or waits for something that only people or the clock bring. The line on the
 * terminal redraws itself; without a terminal nothing is drawn.
 */
export async function watchHandover(api: BoxApi, handover: Handover): Promise<Handover> {
  let drawn = '';
  const draw = (line: string) => {
    if (!process.stderr.isTTY || line === drawn) return;
    process.stderr.write(`\r${line.padEnd(drawn.length)}`);
    drawn = line;
  };
  for (let now = handover; ; now = await api.call('GET', `/api/v1/handovers/${handover.handoverId}`, { reply: Handover })) {
    const { rooms, done, failed, waitingForHomeserver } = now.progress;
    draw(`${now.state}: ${done} of ${rooms}${failed > 0 ? `, ${failed} failing` : ''}${waitingForHomeserver > 0 ? `, ${waitingForHomeserver} wait for the homeserver` : ''}`);
    if (now.state !== 'running' && now.state !== 'undoing') {
      if (drawn !== '') process.stderr.write('\n');
      return now;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
