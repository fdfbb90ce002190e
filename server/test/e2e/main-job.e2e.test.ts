import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
});
afterAll(() => world.close());

test('the client keeps one number while the employee behind it changes', async () => {
  const anna = await world.hire('anna');
  const boris = await world.hire('boris');
  const jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });

  await jan.write(world.companyNumber, 'Is my order ready?');
  const roomId = await anna.findsRoom('Is my order ready?');
  await anna.say(roomId, 'I will look');
  await jan.heard('I will look');

  const handover = await world.handOver(anna, boris);
  await world.api.handoverIs(handover.handoverId, 'done');
  expect(await boris.findsRoom('Is my order ready?')).toBe(roomId);
  expect(await anna.refusal('GET', '/client/v3/joined_rooms')).toBe('M_UNKNOWN_TOKEN');

  await boris.say(roomId, 'It ships today');
  await jan.heard('It ships today');
  await jan.write(world.companyNumber, 'Thank you');
  await boris.sees(roomId, 'the thanks', (event) => event.content['body'] === 'Thank you');

  const messages = (await jan.received()).filter((entry) => entry.kind === 'message');
  expect(messages.map(({ from, content }) => ({ from, text: content?.text }))).toEqual([
    { from: '48600000001', text: 'I will look' },
    { from: '48600000001', text: 'It ships today' },
  ]);
  const actions = await world.api.auditActions();
  expect(actions.filter((action) => action.startsWith('handover.'))).toEqual(['handover.requested', 'handover.started', 'handover.completed']);
  await world.check();
});
