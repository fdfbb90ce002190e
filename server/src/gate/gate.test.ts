import { beforeEach, describe, expect, test } from 'vitest';
import { findJournaled } from '../journal/index.ts';
import { actorOf, anna, boris, clock, edit, happen, quiet, redact, rig, room, say, service, states, useGateRig } from '../../test/fakes/gate-rig.ts';

useGateRig();

test('what the owner writes reaches the phone as the company, once and in order', async () => {
  const sent = [await say('one'), await say('two'), await say('three')];
  expect(rig.fake.texts()).toEqual(['one', 'two', 'three']);
  expect(rig.fake.phone.every((event) => event.sender === service)).toBe(true);
  expect(states(...sent)).toEqual(['delivered', 'delivered', 'delivered']);
});

test('nothing leaves that is not in the record', async () => {
  rig.fake.hold();
  const sent = await say('one');
  expect(findJournaled(rig.db, sent)).toBeDefined();
  expect(rig.gate.stateOf(sent)).toBe('sending');
});

test('a colleague is refused, told so, and the phone hears nothing', async () => {
  const sent = await say('call my new number', boris);
  expect(rig.fake.texts()).toEqual([]);
  expect(rig.answers).toEqual([sent]);
});

test('an event that became visible late is recorded and sent', async () => {
  const reveal = rig.events.reserve({ eventId: '$late', sender: anna, content: { msgtype: 'm.text', body: 'late' } });
  await say('early');
  reveal();
  await rig.journal.catchUp();
  await quiet();
  expect(rig.fake.texts()).toEqual(['early', 'late']);
});

test('while the login is not connected everything waits, and goes out in order when it is', async () => {
  rig.account.connected = false;
  const sent = [await say('one'), await say('two')];
  expect(states(...sent)).toEqual(['waiting', 'waiting']);
  rig.account.connected = true;
  rig.gate.pump();
  await quiet();
  expect(rig.fake.texts()).toEqual(['one', 'two']);
});

test('a login that is logged out behind our back returns the message to the queue', async () => {
  rig.fake.logOut();
  rig.account.connected = true;
  const sent = await say('one');
  rig.account.connected = false;
  await quiet();
  expect(rig.gate.stateOf(sent)).toBe('waiting');
  rig.fake.logIn();
  rig.account.connected = true;
  rig.gate.pump();
  await quiet();
  expect(rig.fake.texts()).toEqual(['one']);
});

describe('a message that waits', () => {
  beforeEach(() => void (rig.account.connected = false));
  const release = async (): Promise<void> => {
    rig.account.connected = true;
    rig.gate.pump();
    await quiet();
  };

  test('is withdrawn: nothing is sent, not even the withdrawal', async () => {
    const sent = await say('first version');
    await redact(sent);
    await release();
    expect(rig.fake.phone).toEqual([]);
    expect(rig.gate.stateOf(sent)).toBe('cancelled');
  });

  test('is corrected: only the newest version leaves', async () => {
    const sent = await say('first version');
    await edit(sent, 'second version');
    await edit(sent, 'third version');
    await release();
    expect(rig.fake.texts()).toEqual(['third version']);
  });

  test('is corrected and the correction withdrawn: the version before it stands', async () => {
    const sent = await say('first version');
    await edit(sent, 'second version');
    await redact(await edit(sent, 'third version'));
    await release();
    expect(rig.fake.texts()).toEqual(['second version']);
  });

  test('is not sent empty when the homeserver has pruned it', async () => {
    const sent = await say('gone');
    rig.events.prune(sent);
    await release();
    expect(rig.fake.phone).toEqual([]);
    expect(rig.gate.stateOf(sent)).toBe('cancelled');
  });

  test('is waited for by what answers it', async () => {
    const sent = await say('question');
    await happen({ type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: sent, key: '👍' } } });
    await release();
    expect(rig.fake.phone.map((event) => event.type)).toEqual(['m.room.message', 'm.reaction']);
  });

  test('takes down with it what refers to it when it is discarded', async () => {
    const sent = await say('question');
    const reaction = await happen({ type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: sent, key: '👍' } } });
    rig.db.write((tx) => void rig.gate.park(tx, [room], boris));
    clock.advance(16 * 60_000);
    await rig.gate.sweep();
    rig.gate.deliveries.decide(actorOf(anna), 'own', sent, 'discard');
    await release();
    expect(rig.fake.phone).toEqual([]);
    expect(states(sent, reaction)).toEqual(['discarded', 'refused']);
  });

  test('is asked about when it has become old news', async () => {
    const sent = await say('good morning');
    clock.advance(16 * 60_000);
    await rig.gate.sweep();
    await release();
    expect(rig.fake.phone).toEqual([]);
    expect(rig.gate.stateOf(sent)).toBe('needs-confirmation');
    rig.gate.deliveries.decide(actorOf(anna), 'own', sent, 'send');
    await quiet();
    expect(rig.fake.texts()).toEqual(['good morning']);
  });

  test("of somebody who left waits for the successor's word, who alone may give it", async () => {
    const sent = [await say('one'), await say('two')] as const;
    rig.owner = boris;
    expect(rig.db.write((tx) => rig.gate.park(tx, [room], anna))).toBe(2);
    await release();
    expect(rig.fake.phone).toEqual([]);
    expect(() => rig.gate.deliveries.decide(actorOf(anna), 'own', sent[0], 'send')).toThrow(expect.objectContaining({ code: 'NOT_OWNER' }));
    rig.gate.deliveries.decide(actorOf(boris), 'own', sent[0], 'send');
    rig.gate.deliveries.decide(actorOf(boris), 'own', sent[1], 'discard');
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
    expect(() => rig.gate.deliveries.decide(actorOf(boris), 'own', sent[0], 'send')).toThrow(expect.objectContaining({ code: 'DELIVERY_NOT_DECIDABLE' }));
  });

  test('is held back even if nobody parked it: ownership is asked again at delivery', async () => {
    const sent = await say('one');
    rig.owner = boris;
    await release();
    expect(rig.fake.phone).toEqual([]);
    expect(rig.gate.stateOf(sent)).toBe('needs-confirmation');
  });
});

describe('internal notes', () => {
  test('never leave, and nothing that refers to them does', async () => {
    const note = await happen({ type: 'io.holdfast.note', content: { body: 'careful' } });
    const before = rig.answers.length;
    await happen({ content: { msgtype: 'm.text', body: 'x', 'm.relates_to': { 'm.in_reply_to': { event_id: note } } } });
    await edit(note, 'x');
    await happen({ type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: note, key: '👍' } } });
    expect(rig.answers.length - before).toBe(3);
    await redact(note);
    expect(rig.answers.length - before).toBe(3);
    expect(rig.fake.phone).toEqual([]);
  });
});

describe('the account speaks', () => {
  test('what was typed on the handset is recorded and not sent back', async () => {
    await happen({ sender: service, content: { msgtype: 'm.text', body: 'from the handset', 'fi.mau.double_puppet_source': 'x' } });
    expect(rig.fake.phone).toEqual([]);
    expect(rig.answers).toEqual([]);
  });

  test('what the control plane ordered is sent, and only with its order', async () => {
    rig.db.write((tx) => {
      tx.prepare("INSERT INTO service_send (transaction_id, service_user_id, room_id, purpose, ordered_by, created_at) VALUES ('t1', ?, ?, 'greeting', 'x', 1)").run(service, room);
    });
    await happen({ sender: service, transactionId: 't1', content: { msgtype: 'm.text', body: 'hello' } });
    await happen({ sender: service, transactionId: 't2', content: { msgtype: 'm.text', body: 'nobody ordered this' } });
    expect(rig.fake.texts()).toEqual(['hello']);
  });
});

test('a failure the network is sure of closes the message and the next one goes', async () => {
  rig.fake.next('certain');
  const sent = await say('one');
  rig.fake.next('ok');
  await say('two');
  expect(rig.gate.stateOf(sent)).toBe('failed');
  expect(rig.fake.texts()).toEqual(['two']);
  rig.gate.deliveries.decide(actorOf(anna), 'own', sent, 'send');
  await quiet();
  expect(rig.fake.texts()).toEqual(['two', 'one']);
});

test('a failure the bridge is not sure of is asked about, unless its status event says that it is final', async () => {
  rig.fake.next('unsure');
  const [first, second] = [await say('one'), await say('two')];
  expect(states(first, second)).toEqual(['uncertain', 'uncertain']);
  const status = (eventId: string, word: string) => ({ status: word, 'm.relates_to': { rel_type: 'm.reference', event_id: eventId } });
  await happen({ sender: '@loopbackbot:box.test', type: 'com.beeper.message_send_status', content: status(first, 'FAIL_RETRIABLE') });
  await happen({ sender: '@loopbackbot:box.test', type: 'com.beeper.message_send_status', content: status(second, 'FAIL_PERMANENT') });
  await happen({ sender: anna, type: 'com.beeper.message_send_status', content: status(first, 'FAIL_PERMANENT') });
  expect(states(first, second)).toEqual(['uncertain', 'failed']);
});

test('a network that never confirms leaves an honest unknown', async () => {
  rig.fake.next('timeout');
  expect(rig.gate.stateOf(await say('one'))).toBe('uncertain');
});

test('a paused account sends nothing until it is resumed', async () => {
  rig.account.paused = true;
  await say('one');
  expect(rig.fake.phone).toEqual([]);
  rig.account.paused = false;
  rig.gate.pump();
  await quiet();
  expect(rig.fake.texts()).toEqual(['one']);
});
