import type { AlertChannel } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type WaitingMessage = { readonly seq: number; readonly alertId: string; readonly turn: 'opened' | 'resolved'; readonly at: number; readonly kind: string; readonly target: string };

/** Once per channel, alert and turn; ordered again it stays the same. */
export function orderMessage(tx: WriteTx, channel: AlertChannel, alertId: string, turn: 'opened' | 'resolved', at: number): void {
  tx.prepare('INSERT INTO alert_message (channel, alert_id, turn, at) VALUES (?, ?, ?, ?) ON CONFLICT (channel, alert_id, turn) DO NOTHING').run(channel, alertId, turn, at);
}

/** Whether the opening of an alert was told on this channel, or is going to be. */
export function wasOpened(db: ReadDb, channel: AlertChannel, alertId: string): boolean {
  return db.prepare<[string, string], unknown>("SELECT 1 FROM alert_message WHERE channel = ? AND alert_id = ? AND turn = 'opened' AND dropped IS NULL").get(channel, alertId) !== undefined;
}

export function waitingMessages(db: ReadDb, channel: AlertChannel, limit: number): WaitingMessage[] {
  return db
    .prepare<[string, number], WaitingMessage>(
      `SELECT m.seq, m.alert_id AS alertId, m.turn, m.at, a.kind, a.target FROM alert_message m JOIN alert a ON a.id = m.alert_id
       WHERE m.channel = ? AND m.sent_at IS NULL AND m.dropped IS NULL ORDER BY m.seq LIMIT ?`,
    )
    .all(channel, limit);
}

export function markSent(tx: WriteTx, seqs: readonly number[], at: number): void {
  tx.prepare('UPDATE alert_message SET sent_at = ? WHERE seq IN (SELECT value FROM json_each(?))').run(at, JSON.stringify(seqs));
}

export function dropWaiting(tx: WriteTx, channel: AlertChannel, code: string): void {
  tx.prepare('UPDATE alert_message SET dropped = ? WHERE channel = ? AND sent_at IS NULL AND dropped IS NULL').run(code, channel);
}
