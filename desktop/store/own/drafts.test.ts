import type { EventId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRig, room, type Rig } from '../../test/support/store-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());
const drafts = () => rig.store.conversations;
const send = (text: string, kind: 'text' | 'note' = 'text') =>
  rig.store.outgoing.add(room, kind === 'text' ? { kind, text, html: null, replyTo: null } : { kind, text, mentions: [] }, `local ${text}`, 1);

test('a message and a note are two drafts that outlive a restart beside each other', async () => {
  await drafts().saveDraft({ roomId: room, text: 'to the client', replyTo: '$1' as EventId, note: 'among ourselves' });
  const again = await rig.reopen();
  expect(await again.store.conversations.readDraft(room)).toEqual({ text: 'to the client', replyTo: '$1', note: 'among ourselves' });
  await again.store.conversations.saveDraft({ roomId: room, text: null, replyTo: null });
  expect(await again.store.conversations.readDraft(room)).toEqual({ text: '', replyTo: null, note: 'among ourselves' });
  await again.store.conversations.saveDraft({ roomId: room, text: '', replyTo: null, note: '' });
  expect(await again.store.conversations.readDraft(room)).toBeNull();
});

test('what is queued leaves the draft in the same write: after a kill it stands in one place and never in both', async () => {
  await drafts().saveDraft({ roomId: room, text: ' on its way \n', replyTo: '$1' as EventId, note: 'a note' });
  await send('on its way');
  expect(await drafts().readDraft(room)).toEqual({ text: '', replyTo: null, note: 'a note' });
  await send('a note', 'note');
  expect(await drafts().readDraft(room)).toBeNull();
});

test('what was written since is not taken for what was sent', async () => {
  await drafts().saveDraft({ roomId: room, text: 'the next one', replyTo: null, note: 'sent' });
  await send('sent');
  expect(await drafts().readDraft(room)).toEqual({ text: 'the next one', replyTo: null, note: 'sent' });
});
