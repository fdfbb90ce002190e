import { beforeEach, describe, expect, test } from 'vitest';
import type { EventId } from '@holdfast/contract';
import { createFakeEventSource } from '../../test/fakes/fake-event-source.ts';
import { openDb, type Db } from '../db/index.ts';
import { manualClock, silentLog } from '../kernel/index.ts';
import { createKeptBodies } from '../../test/fakes/kept-bodies.ts';
import type { CapturedEvent, JournalReader } from './captured-event.ts';
import { createJournal } from './journal.ts';
import { findJournaled, journalStatus } from './journal-repository.ts';
import { referencedEvents, relationOf } from './relation.ts';

const id = (text: string): EventId => text as EventId;

describe('the journal', () => {
  const clock = manualClock();
  let db: Db;
  let events: ReturnType<typeof createFakeEventSource>;
  let bodies: ReturnType<typeof createKeptBodies>;
  let seen: CapturedEvent[];
  let faults: string[];
  const collector: JournalReader = { name: 'collector', read: (_tx, event) => void seen.push(event) };

  function journalWith(...readers: JournalReader[]) {
    return createJournal({ db, source: events.source, bodies, readers, clock, log: silentLog, onFault: (_tx, eventId, reader) => void faults.push(`${reader}:${eventId}`) });
  }

  beforeEach(() => {
    db = openDb(':memory:');
    events = createFakeEventSource(() => clock.now());
    bodies = createKeptBodies();
    seen = [];
    faults = [];
  });

  test('records every event once, in the order of the homeserver, body and facts apart', async () => {
    events.add({ eventId: '$1', sender: '@a:b', content: { msgtype: 'm.text', body: 'Привет 👋 \u0000' } });
    events.add({ eventId: '$2', sender: '@a:b', type: 'm.room.topic', stateKey: '', content: { topic: 'x' } });
    const journal = journalWith(collector);
    await journal.catchUp();
    await journal.catchUp();
    expect(seen.map((event) => event.eventId)).toEqual(['$1', '$2']);
    expect(findJournaled(db, id('$1'))).toMatchObject({ sender: '@a:b', type: 'm.room.message', msgtype: 'm.text', stateKey: null });
    expect(JSON.parse(bodies.kept.get(id('$1')) ?? '')).toMatchObject({ content: { body: 'Привет 👋 \u0000' } });
  });

  test('finds what became visible behind its back, and says that it came late', async () => {
    const reveal = events.reserve({ eventId: '$slow', sender: '@a:b', content: {} });
    events.add({ eventId: '$fast', sender: '@a:b', content: {} });
    const journal = journalWith(collector);
    await journal.catchUp();
    reveal();
    await journal.catchUp();
    expect(seen.map(({ eventId, late }) => [eventId, late])).toEqual([['$fast', false], ['$slow', true]]);
  });

  test('goes on where it stopped when it is started again', async () => {
    events.add({ eventId: '$1', sender: '@a:b', content: {} });
    await journalWith(collector).catchUp();
    events.add({ eventId: '$2', sender: '@a:b', content: {} });
    await journalWith(collector).catchUp();
    expect(seen.map((event) => event.eventId)).toEqual(['$1', '$2']);
  });

  test('a reader that fails loses its own rows, never the record', async () => {
    const failing: JournalReader = {
      name: 'failing',
      read: (tx) => {
        tx.prepare("INSERT INTO audit_entry (at, actor, action, target) VALUES (1, 'x', 'x', 'x')").run();
        throw new TypeError('bug');
      },
    };
    events.add({ eventId: '$1', sender: '@a:b', content: {} });
    await journalWith(failing, collector).catchUp();
    expect(seen).toHaveLength(1);
    expect(faults).toEqual(['failing:$1']);
    expect(db.prepare('SELECT COUNT(*) AS n FROM audit_entry').get()).toEqual({ n: 0 });
    expect(journalStatus(db)).toMatchObject({ recorded: 1, faults: 1 });
  });

  test('a store that is away costs nothing but time', async () => {
    events.add({ eventId: '$1', sender: '@a:b', content: {} });
    events.goAway();
    const journal = journalWith(collector);
    await expect(journal.catchUp()).rejects.toThrow('away');
    events.comeBack();
    await journal.catchUp();
    expect(seen).toHaveLength(1);
  });

  test('a pruned copy that is read again changes nothing', async () => {
    events.add({ eventId: '$1', sender: '@a:b', content: { body: 'kept' } });
    const journal = journalWith(collector);
    await journal.catchUp();
    events.prune('$1');
    await journal.catchUp();
    expect(bodies.kept.get(id('$1'))).toContain('kept');
  });
});

describe('what an event refers to', () => {
  const relates = (relation: object) => ({ 'm.relates_to': relation });
  test.each([
    ['an edit', 'm.room.message', relates({ rel_type: 'm.replace', event_id: '$a' }), null, 'edit'],
    ['a reaction', 'm.reaction', relates({ rel_type: 'm.annotation', event_id: '$a', key: 'x' }), null, 'reaction'],
    ['a reply', 'm.room.message', relates({ 'm.in_reply_to': { event_id: '$a' } }), null, 'reply'],
    ['a thread', 'm.room.message', relates({ rel_type: 'm.thread', event_id: '$a' }), null, 'thread'],
    ['a vote', 'org.matrix.msc3381.poll.response', relates({ rel_type: 'm.reference', event_id: '$a' }), null, 'vote'],
    ['a redaction', 'm.room.redaction', {}, '$a', 'redaction'],
  ])('%s', (_name, type, content, redacts, relation) => {
    expect(relationOf(type, content, redacts as EventId | null)).toEqual({ relatesTo: '$a', relation });
  });
  test.each([[{}], [relates('x' as never)], [relates({ rel_type: 'm.replace' })], [relates({ rel_type: 'm.replace', event_id: 7 })], [relates([])]])('nothing: %j', (content) => {
    expect(relationOf('m.room.message', content, null)).toBeNull();
  });
  test('a reply inside a thread refers to two events', () => {
    expect(referencedEvents(relates({ rel_type: 'm.thread', event_id: '$a', 'm.in_reply_to': { event_id: '$b' } }))).toEqual(['$a', '$b']);
  });
});
