import { effectScope } from 'vue';
import { expect, test } from 'vitest';
import { ApiFailure } from '../api/index.ts';
import { useInsist } from './insist.ts';

const inScope = (): ReturnType<typeof useInsist> => effectScope().run(() => useInsist(1))!;

test('an order goes out again while the box is away, and its answer counts once', async () => {
  const { insist, isWaiting } = inScope();
  let tries = 0;
  const answer = await insist(() => (++tries < 4 ? Promise.reject(new ApiFailure('UNREACHABLE')) : Promise.resolve('done')));
  expect([answer, tries, isWaiting.value]).toEqual(['done', 4, false]);
});
test('a refusal is a refusal at once', async () => {
  const { insist } = inScope();
  let tries = 0;
  await expect(insist(() => (tries++, Promise.reject(new ApiFailure('HANDOVER_EMPTY'))))).rejects.toMatchObject({ code: 'HANDOVER_EMPTY' });
  expect(tries).toBe(1);
});
test('whoever left the page stops asking', async () => {
  const scope = effectScope();
  const { insist } = scope.run(() => useInsist(1))!;
  const given = insist(() => Promise.reject(new ApiFailure('UNREACHABLE')));
  scope.stop();
  await expect(given).rejects.toMatchObject({ code: 'UNREACHABLE' });
});
