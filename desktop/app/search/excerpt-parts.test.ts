import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptParts } from './excerpt-parts.ts';

test('marks become parts, and nothing of the text is lost or doubled', () => {
  expect(excerptParts('when will my order ship', [[13, 18]])).toEqual([
    { text: 'when will my ', isHit: false },
    { text: 'order', isHit: true },
    { text: ' ship', isHit: false },
  ]);
});

test('whatever the marks are, the parts are the text', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.tuple(fc.integer({ min: -3, max: 30 }), fc.integer({ min: -3, max: 30 }))), (text, marks) => {
      expect(excerptParts(text, marks).map((part) => part.text).join('')).toBe(text);
    }),
  );
});
