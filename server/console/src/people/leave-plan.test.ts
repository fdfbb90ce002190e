import { createApp, effectScope } from 'vue';
import { expect, test } from 'vitest';
import { createFakeBox } from '../../test/fakes/fake-box.ts';
import { createFakeNews } from '../../test/fakes/fake-news.ts';
import { fakeHandlers } from '../../test/fakes/index.ts';
import { consoleApiKey, createHttpApi, newsKey } from '../api/index.ts';
import { useLeavePlan, type LeavePlan } from './leave-plan.ts';

const [path, kept] = ['/people/pers_0000000000000000', '/people/pers_0000000000000000/leave-draft'];
const successors = { userIds: ['@person6:box.test' as never], rules: [] };

/** The plan over a fake box whose answers to GET may be held back: they are on their way, and what happens meanwhile is not in them. */
function planned(): { plan: LeavePlan; news: ReturnType<typeof createFakeNews>; hold: () => () => void } {
  const box = createFakeBox(fakeHandlers('normal', ['administrator']));
  let gate: Promise<void> | null = null;
  const send: typeof fetch = async (input, init) => {
    const answer = await box.send(input, init);
    if (gate && init?.method === 'GET' && typeof input === 'string' && input.endsWith(kept)) await gate;
    return answer;
  };
  const news = createFakeNews();
  const app = createApp({ render: () => null });
  app.provide(consoleApiKey, createHttpApi({ signedOut: () => undefined, reached: () => undefined, verify: async () => false }, send)).provide(newsKey, news);
  const plan = app.runWithContext(() => effectScope().run(() => useLeavePlan(path))!);
  return {
    plan, news,
    hold() {
      let release = (): void => undefined;
      gate = new Promise((resolve) => (release = resolve));
      return () => {
        gate = null;
        release();
      };
    },
  };
}

test('an answer that was on its way while the box was given a choice does not take the choice back', async () => {
  const { plan, hold } = planned();
  await plan.draft.reload();
  const release = hold();
  const reloaded = plan.draft.reload(); // the line was down and is open again
  plan.change({ successors });
  await plan.flush();
  release();
  await reloaded;
  expect(plan.choices.value?.successors.userIds).toEqual(successors.userIds);
  plan.change({ reason: 'Resigned' });
  await plan.flush();
  expect(plan.isConflict.value).toBe(false);
  expect(plan.draft.value.value?.kept?.choices).toMatchObject({ successors });
});
