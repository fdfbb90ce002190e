import { stdin } from 'node:process';
import { openRig, room, text, jan } from './store-rig.ts';

/** A process that writes into a store until it is killed: queues messages and tells each that is durable. */
const [directory = '', canary = ''] = process.argv.slice(2);
const rig = await openRig({ directory });
await rig.apply([text('1', jan, canary)]);
await rig.store.conversations.saveDraft({ roomId: room, text: canary, replyTo: null });
stdin.resume();
for (let n = 0; ; n++) {
  await rig.store.outgoing.add(room, { kind: 'text', text: `${canary} ${n}`, html: null, replyTo: null }, `local-${n}`, n);
  process.stdout.write(`${n}\n`);
}
