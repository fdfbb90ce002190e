import { expect } from 'vitest';
import { createTalk } from './talk.ts';
import { createWorld } from './world.ts';

export type Killed = { readonly kills: number; readonly sent: number; readonly uncertain: number; readonly fromClients: number };

/** `kill -9` of control plane, homeserver and bridge in turn while three employees and six clients write; then the promises are looked into. */
export async function killInTurn(kills: number): Promise<Killed> {
  const world = await createWorld();
  try {
    await world.link();
    const colleagues = [await world.hire('anna'), await world.hire('boris'), await world.hire('clara')];
    const talks = await Promise.all(
      ['+48511000001', '+48511000002', '+48511000003', '+48511000004', '+48511000005', '+48511000006'].map((number, at) => createTalk(world, number, `Hello ${at}`)),
    );
    expect(new Set(talks.map(({ employee }) => employee.userId)).size).toBe(colleagues.length); // least loaded: two rooms each
    const victims = [world.controlPlane, world.homeserver, world.bridge];
    const writing = talks.map((talk) => talk.writeUntilStopped());
    for (let kill = 0; kill < kills; kill++) {
      const victim = victims[kill % victims.length]!;
      const before = talks.map((talk) => talk.written());
      // Somebody has written since the last kill, on either side, so that there is something to lose.
      await talks[kill % talks.length]!.wroteMoreThan(before[kill % talks.length]!);
      await victim.kill();
      await victim.start();
    }
    for (const talk of talks) talk.stop();
    await Promise.all(writing);
    await world.api.accountIs('sales', 'connected');
    await world.check({ settled: true });

    const sent = world.outbox();
    const uncertain = sent.filter(({ state }) => state === 'uncertain');
    // The bridge was killed every third time: at most one honest unknown for each room and death of the bridge.
    expect(uncertain.length).toBeLessThanOrEqual(talks.length * Math.ceil((kills * 2) / 3));
    expect(sent.every(({ state }) => state === 'delivered' || state === 'uncertain')).toBe(true);
    for (const talk of talks) await talk.everythingArrived();
    expect(await world.api.auditActions()).not.toContain('delivery.sent-anyway');
    return { kills, sent: sent.length, uncertain: uncertain.length, fromClients: talks.reduce((sum, talk) => sum + talk.written().client, 0) };
  } finally {
    await world.close();
  }
}
