import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LeafType, mediaPath } from '@holdfast/archive-format';
import { afterEach, expect, test, vi } from 'vitest';
import { createArchiveRig, type ArchiveRig } from '../../test/support/archive-rig.ts';

vi.setConfig({ testTimeout: 30_000 }); // real threads and a real disk, beside whatever else runs
let rig: ArchiveRig;
afterEach(() => rig.close());

test('a file that is gone from the archive is kept anew when it is sent again, so that what names it opens', async () => {
  rig = await createArchiveRig();
  const picture = Buffer.from('a picture'.repeat(2_000));
  const keptOf = async () => (await rig.opened()).filter(({ leaf }) => leaf.type === LeafType.media).map(({ payload }) => payload ?? {});
  for (const n of [1, 2, 3]) {
    rig.media.set(`mxc://box.test/${n}`, picture);
    rig.say(`$${n}`, 'look', '!r:box.test', { msgtype: 'm.image', url: `mxc://box.test/${n}` });
    await rig.journal.catchUp();
    await rig.settled();
    if (n === 1) rmSync(join(rig.directory, mediaPath(Buffer.from(String((await keptOf())[0]?.['blob']), 'hex'))));
  }
  const [first, second, third] = await keptOf();
  expect(second?.['blob']).not.toBe(first?.['blob']);
  expect(second?.['identity']).toEqual(expect.stringMatching(/^AGE-SECRET-KEY-/u));
  expect([third?.['blob'], third?.['identity']], 'from then on that one').toEqual([second?.['blob'], undefined]);
});
