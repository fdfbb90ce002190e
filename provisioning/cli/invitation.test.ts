import { expect, test } from 'vitest';
import { planInput, boxYaml } from '../plan/test-box.ts';
import { invitationLink } from './invitation.ts';

const box = (more = '') => ({ config: planInput({ yaml: `${boxYaml}${more}` }).config });

test('an invitation names the box and the person, and holds no secret', () => {
  const link = new URL(invitationLink(box('\npublic_address: https://messages.example.com'), 'anna.b'));
  expect(`${link.protocol}//${link.host}`).toBe('holdfast://join');
  expect([...link.searchParams]).toEqual([['box', 'https://messages.example.com'], ['name', 'anna.b']]);
});

test('a box without an edge is invited to where its API listens', () => {
  expect(new URL(invitationLink(box(), 'anna')).searchParams.get('box')).toBe('http://127.0.0.1:8011');
});
