import { describe, expect, test } from 'vitest';
import { actorOf, anna, bridgeId, clock, killBox, quiet, rig, say, useGateRig } from '../../test/fakes/gate-rig.ts';

/** What becomes of a message when somebody dies in the middle (docs/adr/0002). */
useGateRig();

describe('a bridge that dies', () => {
  test('with messages in its memory: they are sent once it is back, each once', async () => {
    rig.fake.hold();
    rig.fake.lose();
    const sent = await say('one');
    await say('two');
    rig.fake.die();
    rig.fake.lossless();
    rig.fake.release();
    rig.fake.start();
    rig.gate.bridgeStarted(bridgeId);
    await quiet();
    expect(rig.fake.texts()).toEqual(['one', 'two']);
    expect(rig.gate.stateOf(sent)).toBe('delivered');
  });

  test('after the network took a message and before saving it: uncertain, and never repeated by itself', async () => {
    rig.fake.next('die-after');
    const sent = await say('one');
    rig.fake.start();
    rig.gate.bridgeStarted(bridgeId);
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
    expect(rig.gate.stateOf(sent)).toBe('uncertain');
    await say('two');
    expect(rig.fake.texts()).toEqual(['one', 'two']);
    rig.gate.deliveries.decide(actorOf(anna), 'own', sent, 'discard');
    expect(rig.gate.stateOf(sent)).toBe('discarded');
  });

  test('before the network took it, in the middle of handling: uncertain too, for nobody can know', async () => {
    rig.fake.next('die-before');
    const sent = await say('one');
    rig.fake.start();
    rig.gate.bridgeStarted(bridgeId);
    await quiet();
    expect(rig.gate.stateOf(sent)).toBe('uncertain');
    rig.gate.deliveries.decide(actorOf(anna), 'own', sent, 'send');
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
  });

  test('after saving and before saying so: delivered, not repeated', async () => {
    rig.fake.lose();
    const sent = await say('one');
    rig.fake.die();
    rig.fake.lossless();
    rig.fake.start();
    rig.gate.bridgeStarted(bridgeId);
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
    expect(rig.gate.stateOf(sent)).toBe('delivered');
  });

  test('and is away: the message waits and goes when it is back', async () => {
    rig.fake.die();
    const sent = await say('one');
    expect(rig.gate.stateOf(sent)).toBe('waiting');
    rig.fake.start();
    rig.gate.bridgeStarted(bridgeId);
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
  });
});

describe('a control plane that dies', () => {
  test('while the bridge goes on: the fence tells, and nothing is sent twice', async () => {
    rig.fake.lose();
    const sent = await say('one');
    rig.fake.lossless();
    await killBox();
    await rig.gate.sweep();
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
    expect(rig.gate.stateOf(sent)).toBe('delivered');
  });

  test('before its request reached the bridge: asked about, for the bridge might have begun unheard', async () => {
    rig.fake.hold();
    const sent = await say('one');
    rig.fake.die();
    rig.fake.start();
    rig.fake.release();
    await killBox();
    await rig.gate.sweep();
    await quiet();
    expect(rig.fake.texts()).toEqual([]);
    expect(rig.gate.stateOf(sent)).toBe('uncertain');
    rig.gate.deliveries.decide(actorOf(anna), 'own', sent, 'send');
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
  });

  test('again while its fence was under way: asked again at once, and nothing is sent twice', async () => {
    rig.fake.lose();
    const sent = await say('one');
    await killBox();
    await rig.gate.sweep(); // the fence's answer is lost like the message's own
    await quiet();
    expect(rig.gate.stateOf(sent)).toBe('sending');
    rig.fake.lossless();
    await killBox();
    await rig.gate.sweep();
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
    expect(rig.gate.stateOf(sent)).toBe('delivered');
  });

  test('together with the bridge: one honest unknown', async () => {
    rig.fake.hold();
    const sent = await say('one');
    rig.fake.die();
    await killBox();
    rig.fake.start();
    rig.fake.release();
    rig.gate.bridgeStarted(bridgeId);
    await rig.gate.sweep();
    await quiet();
    expect(rig.fake.texts()).toEqual([]);
    expect(rig.gate.stateOf(sent)).toBe('uncertain');
  });
});

describe('a bridge that took a message and stays silent about it', () => {
  test('is asked, and not given the message again: its network may confirm later', async () => {
    rig.fake.next('pending');
    const sent = await say('one');
    clock.advance(61_000);
    await rig.gate.sweep();
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
    expect(rig.gate.stateOf(sent)).toBe('sending');
    clock.advance(5 * 60_000);
    await rig.gate.sweep();
    await quiet();
    expect(rig.fake.texts()).toEqual(['one']);
    expect(rig.gate.stateOf(sent)).toBe('uncertain');
  });

  test('and then confirms: delivered', async () => {
    rig.fake.next('pending');
    const sent = await say('one');
    rig.fake.confirm(sent);
    expect(rig.gate.stateOf(sent)).toBe('delivered');
  });
});
