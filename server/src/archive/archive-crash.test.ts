import { LeafType } from '@holdfast/archive-format';
import { expect, test } from 'vitest';
import { createArchiveRig } from '../../test/support/archive-rig.ts';
import { until } from '../../test/support/until.ts';

class Cut extends Error {}

/** Acts on the disk of one publication with a filled and a begun bundle, two chains and a file: each is a place to be cut off. */
const places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30];

test.each(places)('cut off at act %i on the disk: nothing is lost, nothing is there twice, and the archive verifies', async (place) => {
  let left = Infinity;
  const rig = await createArchiveRig({
    onStep: () => {
      if (left !== Infinity && --left < 0) throw new Cut(); // from here on the disk takes nothing any more
    },
  });
  try {
    rig.say('$a', 'before');
    await rig.journal.catchUp();
    await rig.settled();
    rig.media.set('mxc://box.test/1', Buffer.from('a picture'));
    left = place;
    for (let n = 0; n < 300; n++) rig.say(`$${n}`, `word ${n}`, `!r${n % 2}:box.test`, n === 7 ? { msgtype: 'm.image', url: 'mxc://box.test/1' } : {});
    await rig.journal.catchUp();
    await until('it was cut off, or is through', () => left < 0 || rig.archive.status().waiting.records === 0, { timeoutMs: 10_000, everyMs: 5 });
    await rig.stop();
    left = Infinity;
    await rig.start();
    rig.clock.advance(3_600_000); // what was put off is due
    await rig.settled();
    const { faults, head } = await rig.verified();
    expect(faults).toEqual([]);
    const events = (await rig.opened()).filter(({ leaf }) => leaf.type === LeafType.event).map(({ payload }) => payload?.['eventId']);
    expect(events).toEqual(['$a', ...Array.from({ length: 300 }, (_, n) => `$${n}`)]);
    expect(head?.size).toBe(rig.archive.status().records);
    expect((await rig.opened()).filter(({ leaf }) => leaf.type === LeafType.media)).toHaveLength(1);
  } finally {
    await rig.close();
  }
}, 30_000);
