import { permissionMatrix } from '@holdfast/contract';
import { describe, expect, test } from 'vitest';
import { clients, employees, groups, numbers, teams } from './cast.ts';

const conversations = clients.flatMap((client) => client.conversations.map((conversation) => ({ client, conversation })));
const attachments = [...conversations.flatMap(({ conversation }) => conversation.lines), ...groups.flatMap(({ lines }) => lines)].flatMap(({ attached }) => (attached ? [attached.kind] : []));

describe('the cast of a trial', () => {
  test('is a dozen clients in four languages, each with a name and a number of their own', () => {
    expect(clients).toHaveLength(12);
    expect(Object.fromEntries(['en', 'ru', 'uk', 'pl'].map((language) => [language, clients.filter((client) => client.language === language).length]))).toEqual({ en: 3, ru: 3, uk: 3, pl: 3 });
    for (const key of ['number', 'name'] as const) expect(new Set([...clients.map((client) => client[key]), ...numbers.map((one) => (key === 'number' ? one.number : one.handset))]).size).toBe(14);
    for (const { number } of [...clients, ...numbers]) expect(number).toMatch(/^\+[0-9]{11,12}$/);
    expect(clients.filter(({ portrait }) => portrait !== undefined).length).toBeGreaterThan(6);
  });

  test('has three employees who all answer clients, one of them leading a team', () => {
    expect(employees.map(({ role }) => role).sort()).toEqual(['employee', 'employee', 'team-lead']);
    for (const { role, team } of employees) {
      expect(permissionMatrix['message:correct']).toHaveProperty(role);
      expect(teams.map(({ slug }) => slug)).toContain(team);
    }
  });

  test('waits, has been answered, stands in the queue, and writes on two numbers', () => {
    const owners = new Set([...conversations.map(({ conversation }) => conversation.owner), ...groups.map(({ owner }) => owner)]);
    expect(owners).toEqual(new Set([undefined, ...employees.map(({ signInName }) => signInName)]));
    expect(conversations.filter(({ conversation }) => conversation.owner === undefined)).toHaveLength(4);
    expect(conversations.filter(({ conversation }) => (conversation.answers ?? []).length > 0).length).toBeGreaterThan(3);
    expect(clients.filter((client) => client.conversations.length === 2)).toHaveLength(1);
    expect(new Set(attachments)).toEqual(new Set(['picture', 'voice', 'document', 'location']));
  });

  test.each(conversations)('$client.name speaks last, after lines in the order of time', ({ client, conversation }) => {
    const times = conversation.lines.map(({ minutesAgo }) => minutesAgo);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(times).size).toBe(times.length);
    expect(times.at(-1)).toBeGreaterThan(0);
    expect(conversation.lines.at(-1)?.by).toBe('client');
    expect(conversation.lines.every(({ text, attached }) => text !== undefined || attached !== undefined)).toBe(true);
    expect(client.persona.lines.length).toBeGreaterThan(3);
  });

  test.each(clients)('$name writes $language and nothing else', ({ language, conversations: own, persona }) => {
    const words = [...own.flatMap(({ lines, answers = [] }) => [...lines.map(({ text = '' }) => text), ...answers]), ...persona.lines].join('\n');
    if (language === 'ru') expect(words).not.toMatch(/[іїєґ]/i);
    if (language === 'uk') expect(words).not.toMatch(/[ыэъё]/i);
    if (language === 'en' || language === 'pl') expect(words).not.toMatch(/\p{Script=Cyrillic}/u);
    else expect(words).toMatch(/\p{Script=Cyrillic}/u);
  });

  test('everybody in a group is a client of the cast', () => {
    for (const { founder, members, lines } of groups) {
      const inIt = [founder, ...members];
      for (const number of inIt) expect(clients.map((client) => client.number)).toContain(number);
      for (const { from } of lines) expect([...inIt, 'handset']).toContain(from);
    }
  });
});
