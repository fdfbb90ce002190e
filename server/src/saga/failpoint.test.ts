import { expect, test } from 'vitest';
import { createFailpoint } from './failpoint.ts';

function ended(order: string, points: readonly string[]): number {
  let passed = 0;
  let endedAt = -1;
  const failpoint = createFailpoint(order, () => (endedAt = passed));
  for (const point of points) {
    passed++;
    failpoint?.(point);
  }
  return endedAt;
}

test('the box ends itself the first time it passes the point, or the time that was named', () => {
  expect(ended('homeserver.join:after', ['homeserver.join:before', 'homeserver.join:after'])).toBe(2);
  expect(ended('homeserver.join:after#2', ['homeserver.join:after', 'homeserver.kick:after', 'homeserver.join:after'])).toBe(3);
});

test('a box that was told no point has none', () => {
  expect(createFailpoint(undefined, () => {})).toBeUndefined();
  expect(createFailpoint('', () => {})).toBeUndefined();
});
