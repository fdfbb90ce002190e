import type { ClientId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { fillGreeting } from './greetings.ts';

let world: OwnershipWorld;
let root: Hired, anna: Hired, boris: Hired;
beforeEach(() => {
  world = ownershipWorld();
  [root, anna, boris] = [world.hire('root', { roles: ['administrator'] }), world.hire('anna'), world.hire('boris')];
});
afterEach(() => world.stop());

const refusal = (code: string, field?: string) => expect.objectContaining({ code, ...(field === undefined ? {} : { field }) }) as Error;
const named = (clientId: ClientId, name: string, firm: string | null = null): ClientId => {
  world.db.write((tx) => void tx.prepare('UPDATE client SET name = ?, firm = ? WHERE id = ?').run(name, firm, clientId));
  return clientId;
};

test('a handover greets with a saved greeting, filled in for each client in their language', async () => {
  const { greetings, handovers } = world.ownership;
  const { greetingId } = greetings.create(root, { name: 'Takes over', texts: { en: 'Dear {client}, {employee} answers {firm} now.', pl: '{client}, teraz pisze {employee}.' } });
  const account = world.account('first');
  const rooms = [
    world.portal('pl', { account, owner: anna, client: named(world.client('pl'), 'Jan {employee}') }),
    world.portal('en', { account, owner: anna, client: named(world.client(), 'Ann Smith', 'Smith & Co') }),
    world.portal('ru', { account, owner: anna, client: named(world.client('ru'), 'Ольга') }),
  ];
  const order = { scope: { kind: 'rooms' as const, roomIds: rooms }, successors: { userIds: [boris.userId] }, reason: 'moves', greetingId };
  handovers.request(root, 'all', order);
  greetings.remove(root, greetingId, {});
  await world.settled();
  expect(rooms.map((room) => world.texts(room))).toEqual([['Jan {employee}, teraz pisze boris.'], ['Dear Ann Smith, boris answers Smith & Co now.'], []]);
});

test('an order names either texts or a greeting that is there', () => {
  const room = world.portal('r', { account: world.account('first'), owner: anna });
  const order = { scope: { kind: 'rooms' as const, roomIds: [room] }, successors: { userIds: [boris.userId] }, reason: 'moves' };
  const { greetingId } = world.ownership.greetings.create(root, { name: 'g', texts: { en: 'x' } });
  expect(() => world.ownership.handovers.request(root, 'all', { ...order, greetingId, greeting: { en: 'y' } })).toThrow(refusal('BAD_REQUEST', '/greetingId'));
  expect(() => world.ownership.handovers.request(root, 'all', { ...order, greetingId: 'greet_0000000000000000' as typeof greetingId })).toThrow(refusal('NOT_FOUND', '/greetingId'));
  expect(world.owner(room)).toBe(anna.userId);
});

test('greetings have names of their own, versions and a trace; the second of two is told', () => {
  const { greetings } = world.ownership;
  const first = greetings.create(root, { name: 'b', texts: { en: 'Hello' } });
  const other = greetings.create(root, { name: 'a', texts: { uk: 'Вітаю' } });
  expect(greetings.list().map(({ name }) => name)).toEqual(['a', 'b']);
  expect(() => greetings.create(root, { name: 'a', texts: { en: 'x' } })).toThrow(refusal('GREETING_EXISTS', '/name'));
  expect(() => greetings.change(root, first.greetingId, { name: 'a' })).toThrow(refusal('GREETING_EXISTS', '/name'));
  expect(greetings.change(root, first.greetingId, { texts: { en: 'Good day' }, version: 1 })).toMatchObject({ name: 'b', texts: { en: 'Good day' }, version: 2 });
  expect(() => greetings.change(root, first.greetingId, { name: 'c', version: 1 })).toThrow(refusal('CHANGED_MEANWHILE', '/version'));
  expect(() => greetings.remove(root, first.greetingId, { version: 1 })).toThrow(refusal('CHANGED_MEANWHILE'));
  greetings.remove(root, other.greetingId, { version: 1 });
  expect(() => greetings.remove(root, other.greetingId, {})).toThrow(refusal('NOT_FOUND'));
  expect(world.actions('greeting.')).toEqual(['greeting.created', 'greeting.created', 'greeting.changed', 'greeting.removed']);
  expect(JSON.stringify(world.audit.list(world.db, { limit: 99 }))).not.toContain('Good day');
});

test.each([[{ en: 'Dear {name}' }, '/texts/en'], [{ en: 'fine', pl: '{}' }, '/texts/pl'], [{ ru: '  ' }, '/texts/ru'], [{}, '/texts']])('%j is refused', (texts, field) => {
  expect(() => world.ownership.greetings.create(root, { name: 'g', texts })).toThrow(refusal('GREETING_INVALID', field));
  expect(() => world.ownership.greetings.preview({ texts })).toThrow(refusal('GREETING_INVALID', field));
});

test('a preview reads as the client would, in the language they would get', () => {
  const client = named(world.client('pl'), 'Jan', 'Żółw');
  const { greetings } = world.ownership;
  const texts = { en: 'Hello {client}', pl: '{client} z {firm}: {employee}' };
  expect(greetings.preview({ texts, clientId: client, userId: boris.userId })).toEqual({ texts: { en: 'Hello Jan', pl: 'Jan z Żółw: boris' }, language: 'pl' });
  expect(greetings.preview({ texts: { uk: '{client}' }, clientId: client })).toEqual({ texts: { uk: 'Jan' }, language: null });
  expect(greetings.preview({ texts: { en: '{client} {firm}' } }).texts.en).not.toContain('{');
  expect(() => greetings.preview({ texts, clientId: 'clnt_0000000000000000' as ClientId })).toThrow(refusal('NOT_FOUND', '/clientId'));
  expect(fillGreeting('{client}{other}', { client: '$&{firm}', employee: '', firm: 'F' })).toBe('$&{firm}{other}');
});
