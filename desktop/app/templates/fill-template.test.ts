import { expect, test } from 'vitest';
import { askedFields, fillTemplate } from './fill-template.ts';

const facts = { clientName: 'Jan Kowalski', meName: 'Anna', date: '25 November 2026' };

test('known fields are filled, questions are asked once each', () => {
  const body = 'Dear {{client.name}}, your order {{?order number}} of {{ date }} is ready. {{?order number}} {{me.name}}';
  expect(askedFields(body)).toEqual(['order number']);
  expect(fillTemplate(body, facts, { 'order number': '1042' })).toBe('Dear Jan Kowalski, your order 1042 of 25 November 2026 is ready. 1042 Anna');
});

test('what is no field stays, and an unanswered question stays in sight', () => {
  expect(fillTemplate('{{client.number}} {{}} {x} {{?sum}}', facts)).toBe('{{client.number}} {{}} {x} {{?sum}}');
});

test('an answer that looks like a field or a pattern is only text', () => {
  expect(fillTemplate('{{?a}}', facts, { a: '$& {{me.name}}' })).toBe('$& {{me.name}}');
});
